import * as v from 'valibot'
import { checkOwnPassword, checkRow, storeRows } from '../../domain/accounts/index.js'
import { checkTextFile, csvRows } from '../../domain/files/index.js'
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
 *
 * @returns the refused rows: `<code> in email <the first word of the first field>`, with the codes of `/user/signup`;
 *   INVALID_PASSWORD also for a bcrypt hash that is cut off, of another kind or of another cost
 * @throws INVALID_PASSWORD unless it is the caller's own; INVALID_FILE unless it is such a file, within the allowed
 * size; TOO_MANY_REQUESTS; INTERRUPTED between two transactions once the signal aborts: the rows before are imported.
 */
export const csvImport = operation<CsvImportParams, string[]>()({
  path: '/system/csv-import',
  permission: 'staff_3',
  params: {
    password: secret('INVALID_PASSWORD'),
    file: file('INVALID_FILE'),
  },
  data: v.array(v.string()),
  errors: ['TOO_MANY_REQUESTS'],
  async steps(call, { password, file }) {
    await checkOwnPassword(call, password)
    if (!file) return fail('INVALID_FILE')
    await checkTextFile(call, file)
    // Read to the end first: a bad file throws INVALID_FILE before anything is written.
    for await (const _ of csvRows(file));

    const refused: string[] = []
    let done = 0
    const batches = inBatches(csvRows(file), rowsAtOnce)
    for await (const rows of oneAhead(batches, (row) => checkRow(call, row))) {
      if (call.signal?.aborted) fail('INTERRUPTED', { rows: done, refused })
      const codes = await storeRows(call, rows)
      for (const [index, code] of codes.entries())
        if (code) refused.push(`${code} in email ${shown(rows[index]?.address)}`)
      done += rows.length
      await nextTurn()
    }
    return refused
  },
})

/** How many rows a transaction writes. */
const rowsAtOnce = 25

/**
 * Returns the start of a field for the answer. It is no longer than an address can be, so that the answer stays small.
 * It ends at a separator or a blank: with the wrong separator, the password follows there.
 */
const shown = (email = '') =>
  [...email.trim().slice(0, 508)]
    .slice(0, 254)
    .join('')
    .split(/[\s,;|"]/, 1)
    .join('')
