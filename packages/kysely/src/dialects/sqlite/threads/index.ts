export { threadDialect } from './dialect.js'
export { ReadThreads, readThreadProgram } from './pool.js'
