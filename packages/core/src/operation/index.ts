export {
  type AnyOperation,
  errorsOf,
  legacyCode,
  type Method,
  type Methods,
  type Operation,
  type ParameterInfo,
  type Permission,
} from './definition.js'
export { type Answer, admitted, type CallOptions, mayRun, mayRunOn, run, runDeclared } from './frame.js'
export { type NoParams, nothing, operation } from './operation.js'
