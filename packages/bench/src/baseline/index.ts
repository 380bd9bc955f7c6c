export type { Credentials } from './caller.js'
export { type Baseline, openBaseline } from './server.js'
