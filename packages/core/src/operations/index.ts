export * as staffOperations from './staff/index.js'
export * as systemOperations from './system/index.js'
export * as ticketOperations from './ticket/index.js'
export * as userOperations from './user/index.js'
