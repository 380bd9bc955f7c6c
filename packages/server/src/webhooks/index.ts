export { type WebhookSenderOptions, webhookSender } from './sender.js'
