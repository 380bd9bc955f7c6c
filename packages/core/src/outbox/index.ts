export { canSend, droppedMailWarning } from './can-send.js'
export { type Delivery, deliver } from './delivery.js'
