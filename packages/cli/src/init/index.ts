export { type App, detectApp, frameworks } from './detect.js'
export { type Plan, planFor } from './plan.js'
