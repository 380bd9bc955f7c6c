export { newWebhookSecret, openedSecrets, sealedSecret, webhookKey } from './secrets.js'
