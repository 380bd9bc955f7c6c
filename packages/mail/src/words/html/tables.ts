import { Nesting } from './nesting.js'
import type { Writer } from './writer.js'

/** The table row that is being written. */
interface Row {
  /** The index of its first line; undefined between two rows. */
  start: number | undefined
  /** The number of lines with words when the cell began. */
  cellFilled: number
  /** The number of cells with words. */
  cells: number
  /** Whether a cell has more than one line, as in a layout table. */
  isLayout: boolean
}

/** Maximum depth of nested tables. */
const mostTables = 50

/** Separates table cells: cells of one line each share a line, others go below each other. */
export class Tables {
  readonly #rows = new Nesting<Row>(mostTables)
  readonly #writer: Writer

  constructor(writer: Writer) {
    this.#writer = writer
  }

  begin(): void {
    this.#rows.begin({ start: undefined, cellFilled: 0, cells: 0, isLayout: false })
  }

  end(): void {
    this.endRow()
    this.#rows.end()
  }

  beginCell(): void {
    this.#endCell()
    const row = this.#rows.inner
    if (row === undefined) return
    row.start ??= this.#writer.lines.length
    row.cellFilled = this.#writer.filled
  }

  endRow(): void {
    this.#endCell()
    const row = this.#rows.inner
    if (row === undefined || row.start === undefined) return
    if (!row.isLayout && row.cells > 1) this.#writer.joinCells(row.start)
    row.start = undefined
    row.cells = 0
    row.isLayout = false
  }

  #endCell(): void {
    this.#writer.endLine()
    const row = this.#rows.inner
    if (row === undefined || row.start === undefined) return
    const lines = this.#writer.filled - row.cellFilled
    row.cellFilled = this.#writer.filled
    if (lines > 0) row.cells++
    if (lines > 1) row.isLayout = true
  }
}
