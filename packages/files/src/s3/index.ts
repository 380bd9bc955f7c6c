export { S3Error, type S3Options } from './connection.js'
export { s3Files } from './s3-files.js'
