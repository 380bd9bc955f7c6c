export { deliverWebhooks } from './deliver.js'
