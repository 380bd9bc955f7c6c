export { type Effort, quick, thorough } from './effort.js'
export { machine } from './machine.js'
export {
  type EngineResult,
  type FailureResult,
  keyOf,
  type MemoryResult,
  type MemorySample,
  type MixedResult,
  type OperationResult,
  Results,
  type ThroughputResult,
} from './results.js'
export { median, type Point, quantile, slope } from './statistics.js'
