export { checkOwnGroups, type NoGroups, type OwnGroups, type OwnMethods } from './own-groups.js'
