import * as v from 'valibot'
import { importView } from '../../domain/accounts/index.js'
import { csvImportSchema } from '../../model/schemas/index.js'
import { type NoParams, operation } from '../../operation/index.js'

/** What `/system/get-csv-import` answers. */
export interface CsvImport {
  readonly id: number
  /**
   * `interrupted`: the server stopped or crashed, or the caller lost level 3. Import the same file again, unless
   * `/system/start-csv-import` has started it: then it goes on as soon as a process runs imports, or another import
   * replaces it.
   */
  readonly state: 'running' | 'done' | 'interrupted'
  /** How many rows the file has. */
  readonly total: number
  /** How many rows are imported or refused. */
  readonly done: number
  readonly refused: number
  /** The first 1,000 refused rows, as in the answer of `/system/csv-import`. */
  readonly firstRefused: string[]
  readonly startedAt: Date
  readonly updatedAt: Date
}

/**
 * Returns the progress of the current CSV import, or the result of the last one; null before the first. An import that
 * has written nothing for two minutes counts as interrupted.
 */
export const getCsvImport = operation<NoParams, CsvImport | null>()({
  path: '/system/get-csv-import',
  permission: 'staff_3',
  params: {},
  data: v.nullable(csvImportSchema),
  async read({ csvImports, now }) {
    const last = await csvImports.last()
    return last ? importView(last, now) : null
  },
})
