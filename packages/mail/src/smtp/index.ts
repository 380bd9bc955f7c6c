export { DeliveryError } from './delivery-error.js'
export { type SmtpOptions, smtp } from './smtp.js'
