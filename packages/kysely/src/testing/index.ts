export { makeOldDatabase, type OldDatabaseOptions, oldDatabaseFacts } from './old-database.js'
