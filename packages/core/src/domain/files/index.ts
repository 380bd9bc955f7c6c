export { articlePictures, isPublicPicture, removeArticlePictures } from './article-files.js'
export { csvRows } from './csv.js'
export { allowedAttachmentTypes } from './file-types.js'
export {
  type FileKeepers,
  filesGone,
  firstTicketFiles,
  isOfPrivateComments,
  removeFiles,
  removeTicketFiles,
  ticketFileNames,
} from './ticket-files.js'
export { compareFiles, type FileReport } from './unused-files.js'
export {
  type CheckedUploads,
  checkMailFiles,
  checkPicture,
  checkTextFile,
  checkUploads,
  ignoresUploads,
  noUploads,
  rememberFileNames,
  type StoredUploads,
  storeUploads,
  withImageLinks,
  withoutImagePlaces,
} from './uploads.js'
