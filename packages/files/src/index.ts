export { filesAt } from './files-at.js'
export { localFiles } from './local-files.js'
export { makeFolder } from './make-folder.js'
export { S3Error, type S3Options, s3Files } from './s3/index.js'
