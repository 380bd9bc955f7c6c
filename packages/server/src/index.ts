export { safetyHeaders } from './answer.js'
export { type Background, type BackgroundOptions, startBackground } from './background.js'
export { type Limits, removeOldUploads } from './body/index.js'
export { type FetchHandler, fetchHandler } from './fetch-handler.js'
export { type NodeHandler, nodeHandler } from './node-handler.js'
export type {
  AccessEntry,
  FetchHandlerOptions,
  HandlerOptions,
  HostSession,
  NodeHandlerOptions,
} from './options.js'
export type { PagesOptions } from './pages/index.js'
export { type ReCaptchaOptions, reCaptcha } from './recaptcha.js'
export { type WebhookSenderOptions, webhookSender } from './webhooks/index.js'
