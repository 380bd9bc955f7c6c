export { DeliveryError, type SmtpOptions, smtp } from './smtp/index.js'
