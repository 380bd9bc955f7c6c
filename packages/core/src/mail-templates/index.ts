export { escapeHtml, fillLine } from './fill.js'
export { renderMail } from './render.js'
export { type MailTemplateName, mailTemplateNames } from './texts.js'
export { broughtTemplate, isMailTemplate, mailTemplate, variablesOf } from './words.js'
