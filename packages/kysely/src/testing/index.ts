export { makeOldDatabase, oldDatabaseFacts } from './old-database.js'
export type { OldDatabaseOptions } from './old-database-options.js'
