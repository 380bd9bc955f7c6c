export type { Credentials } from './caller.js'
export type { Shape } from './reads.js'
export { type Baseline, openBaseline } from './server.js'
