export { openOriginal, originalKeeper } from './originals.js'
export {
  answeredTicket,
  helpdeskId,
  loopHeader,
  mailSecret,
  messageId,
  threadId,
  ticketOfThread,
} from './threads.js'
export { isTicketProof, ticketProof } from './ticket-proof.js'
