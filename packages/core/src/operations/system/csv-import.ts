import * as v from 'valibot'
import {
  checkImport,
  checkRow,
  endingImport,
  type ImportReport,
  rowsAtOnce,
  startImport,
  storeRows,
} from '../../domain/accounts/index.js'
import { csvRows } from '../../domain/files/index.js'
import { fail } from '../../errors.js'
import { operation } from '../../operation/index.js'
import { file, secret } from '../../params/index.js'
import type { Upload } from '../../platform/index.js'
import { inBatches, nextTurn, oneAhead } from '../../platform/index.js'

/** What `/system/csv-import` takes. */
export interface CsvImportParams {
  /** The caller's own. */
  readonly password: string
  /** In UTF-8, windows-1252, or UTF-16 with a byte order mark. It is not stored. */
  readonly file?: Upload | undefined
}

/**
 * Signs up every user in a CSV file, separated by commas, semicolons or tabs. Its columns are e-mail, password and
 * name, without a heading; further columns are ignored. In place of the password there may be its bcrypt hash (`$2a$`,
 * `$2b$` or `$2y$`, cost 8 to 14), which is stored as it is: a file with hashes is imported many times faster. Nothing
 * is written unless the whole file can be read. The rows are imported in the order of the file, 25 in a transaction.
 * The import goes on when the client of an HTTP request goes away; `/system/get-csv-import` returns its progress.
 * `/system/start-csv-import` does not wait for the end.
 *
 * @returns the refused rows: `<code> in email <the first word of the first field>`, with the codes of `/user/signup`;
 *   INVALID_PASSWORD also for a bcrypt hash that is cut off, of another kind or of another cost
 * @throws INVALID_PASSWORD unless it is the caller's own; INVALID_FILE unless it is such a file, within the allowed
 *   size; TOO_MANY_REQUESTS; IMPORT_RUNNING while another import runs, in any process; INTERRUPTED between two
 *   transactions once the signal aborts: the rows before are imported
 */
export const csvImport = operation<CsvImportParams, string[]>()({
  path: '/system/csv-import',
  permission: 'staff_3',
  params: {
    password: secret('INVALID_PASSWORD'),
    file: file('INVALID_FILE'),
  },
  data: v.array(v.string()),
  errors: ['TOO_MANY_REQUESTS', 'IMPORT_RUNNING'],
  async steps(call, request) {
    const { file, total } = await checkImport(call, request)
    const id = await startImport(call, total, null)
    return endingImport(call, id, async () => {
      let report: ImportReport = { done: 0, refused: [] }
      const batches = inBatches(csvRows(file), rowsAtOnce)
      for await (const rows of oneAhead(batches, (row) => checkRow(call, row))) {
        const { done, refused } = report
        if (call.signal?.aborted) fail('INTERRUPTED', { rows: done, refused })
        report = await storeRows(call, id, rows, report)
        await nextTurn()
      }
      return [...report.refused]
    })
  },
})
