export { type FetchHandler, fetchHandler } from './fetch-handler.js'
export { type NodeHandler, nodeHandler } from './node-handler.js'
export type { AccessEntry, HandlerOptions, Limits } from './options.js'
export { type ReCaptchaOptions, reCaptcha } from './recaptcha.js'
