export { type Call, calls, dueCalls } from './calls.js'
export { measureOperations } from './measure.js'
export { openHelpdesk, sessionOf } from './sides.js'
