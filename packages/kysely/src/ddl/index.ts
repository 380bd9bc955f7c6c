export {
  columnDefinition,
  createIndexStatement,
  type Ddl,
  isNullable,
  referenceClause,
  typeOf,
  type Words,
} from './ddl.js'
export { addressTables, lowerCaseAddresses } from './lower-case-addresses.js'
export { type IndexOrder, type Missing, missingIn } from './missing.js'
export { type IndexColumn, type Shape, shapeOf } from './shape.js'
export { type TableOfOld, tablesOf411 } from './tables-of-411.js'
