export {
  type AnyOperation,
  errorsOf,
  isForTokens,
  legacyCode,
  type Method,
  type MethodOptions,
  type Methods,
  methodName,
  type Operation,
  type ParameterInfo,
  type Permission,
} from './definition.js'
export { type Answer, admitted, type CallOptions, mayRun, mayRunOn, run, runDeclared } from './frame.js'
export { removeOldAnswers } from './idempotency.js'
export { type Definition, type NoParams, nothing, operation } from './operation.js'
