export {
  columnDefinition,
  createIndexStatement,
  type Ddl,
  type IndexOrder,
  referenceClause,
  type Words,
} from './ddl.js'
export { addressTables, lowerCaseAddresses } from './lower-case-addresses.js'
export { missingIn } from './missing.js'
export { type IndexColumn, type Shape, shapeOf } from './shape.js'
export { type TableOfOld, tablesOf411 } from './tables-of-411.js'
