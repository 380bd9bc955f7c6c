export * from './decode.js'
export * from './fields.js'
export * from './multipart.js'
