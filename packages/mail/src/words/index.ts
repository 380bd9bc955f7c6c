export { answerOf, type MailWords } from './answer.js'
export { textOfHtml } from './html/index.js'
export { answersAnother } from './subject.js'
