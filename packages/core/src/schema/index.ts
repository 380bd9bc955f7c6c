export type { Column, ColumnKind, OnDelete, Table, Tables } from './columns.js'
export { indexPart } from './columns.js'
export { foldedText } from './folded-text.js'
export { isOf411, tables } from './tables.js'
