export { canSend, droppedMailWarning } from './can-send.js'
export { deliverMails } from './mail.js'
export type { Delivery } from './queue.js'
export { deliverWebhooks } from './webhooks/index.js'
