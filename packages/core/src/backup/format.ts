import { createHash, type Hash } from 'node:crypto'
import type { SealHeader } from './secrets.js'

export const formatName = 'opensupports-backup'
export const formatVersion = 1
/** Of backups whose secrets are sealed: older readers would take the sealed texts for passwords. */
export const sealedVersion = 2

/**
 * The first line of a backup, which is a text of lines that are JSON: the header; for each table a line that names it,
 * and an array of values for each of its rows; at last the manifest.
 */
export interface Header {
  readonly format: typeof formatName
  readonly version: typeof formatVersion | typeof sealedVersion
  readonly createdAt: string
  /** Absent where secrets were left out. */
  readonly sealed?: SealHeader
}

/** The line before the rows of a table. */
export interface TableLine {
  readonly table: string
  readonly columns: readonly string[]
  readonly lastId: number | null
}

/** The last line: without it a backup is not complete. */
export interface Manifest {
  /** How many rows each table has, and the SHA-256 of their lines together with the one that names the table. */
  readonly tables: readonly { readonly table: string; readonly rows: number; readonly sha256: string }[]
  readonly rows: number
  /** The SHA-256 of all lines but this one. */
  readonly sha256: string
}

/** As many characters are hashed at a time: a call for each line costs more than the hashing. */
const hashedAtOnce = 65_536

/** Sums up the lines that pass by. */
export class Sums {
  readonly #tables: { table: string; rows: number; sha256: string }[] = []
  readonly #all = createHash('sha256')
  #current: { readonly table: string; readonly hash: Hash; rows: number } | undefined
  #text = ''
  #rows = 0

  get rows(): number {
    return this.#rows
  }

  hasTable(table: string): boolean {
    return this.#current?.table === table || this.#tables.some((each) => each.table === table)
  }

  addHeader(line: string): void {
    this.#add(line)
  }

  addTable(table: string, line: string): void {
    this.#endTable()
    this.#current = { table, hash: createHash('sha256'), rows: 0 }
    this.#add(line)
  }

  addRow(line: string): void {
    this.#rows++
    if (this.#current) this.#current.rows++
    this.#add(line)
  }

  /** To be called once, after all lines. */
  manifest(): Manifest {
    this.#endTable()
    return { tables: this.#tables, rows: this.#rows, sha256: this.#all.digest('hex') }
  }

  #add(line: string) {
    this.#text += line
    if (this.#text.length >= hashedAtOnce) this.#hash()
  }

  #hash() {
    this.#all.update(this.#text)
    this.#current?.hash.update(this.#text)
    this.#text = ''
  }

  #endTable() {
    this.#hash()
    if (!this.#current) return
    const { table, rows, hash } = this.#current
    this.#tables.push({ table, rows, sha256: hash.digest('hex') })
    this.#current = undefined
  }
}
