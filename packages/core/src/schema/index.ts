export type { Column, ColumnKind, OnDelete, Table, Tables } from './columns.js'
export { indexPart } from './columns.js'
export { isOf411, tables } from './tables.js'
