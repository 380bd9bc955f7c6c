export { measureMemory } from './memory.js'
export { measureMixed } from './mixed.js'
export { measureThroughput } from './throughput.js'
