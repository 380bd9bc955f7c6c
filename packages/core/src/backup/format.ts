import { createHash, type Hash } from 'node:crypto'
import type { SealHeader } from './secrets.js'

export const formatName = 'opensupports-backup'
export const formatVersion = 1
/**
 * The version of backups with sealed secrets. Older readers must refuse them: they would use the sealed texts as
 * passwords.
 */
export const sealedVersion = 2

/**
 * The first line of a backup. Each line of a backup is JSON: the header; for each table a line with its name, and an
 * array of values for each row; the manifest at the end.
 */
export interface Header {
  readonly format: typeof formatName
  readonly version: typeof formatVersion | typeof sealedVersion
  readonly createdAt: string
  /** Absent if secrets were left out. */
  readonly sealed?: SealHeader
}

/** The line before the rows of a table. */
export interface TableLine {
  readonly table: string
  readonly columns: readonly string[]
  readonly lastId: number | null
}

/** The last line. A backup without it is incomplete. */
export interface Manifest {
  /** The number of rows of each table, and the SHA-256 of its lines, including the line with its name. */
  readonly tables: readonly { readonly table: string; readonly rows: number; readonly sha256: string }[]
  readonly rows: number
  /** The SHA-256 of all other lines. */
  readonly sha256: string
}

/** The number of characters hashed at a time. A call for each line would cost more than the hashing. */
const hashedAtOnce = 65_536

/** Computes the sums of the lines that it gets. */
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

  /** Call it once, after all lines. */
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
