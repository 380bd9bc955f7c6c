import { checkImport, importView, startImport, storeForLater } from '../../domain/accounts/index.js'
import { csvRows } from '../../domain/files/index.js'
import { fail } from '../../errors.js'
import { csvImportSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { file, secret } from '../../params/index.js'
import type { CsvImportParams } from './csv-import.js'
import type { CsvImport } from './get-csv-import.js'

/**
 * Starts a CSV import, and answers as soon as its rows are stored: `helpdesk.runImports()` imports them, which
 * `startBackground` calls. After a crash, any process goes on from the rows that it had reached, in the name of the
 * caller. `/system/get-csv-import` returns the progress. Takes the same files as `/system/csv-import`, and refuses the
 * same rows. Passwords are stored as they are in the file until their rows are imported; bcrypt hashes in their place
 * avoid that.
 *
 * @throws INVALID_PASSWORD unless it is the caller's own; INVALID_FILE unless it is such a file, within the allowed
 *   size; TOO_MANY_REQUESTS; IMPORT_RUNNING while another import runs, in any process
 */
export const startCsvImport = operation<CsvImportParams, CsvImport>()({
  path: '/system/start-csv-import',
  permission: 'staff_3',
  params: {
    password: secret('INVALID_PASSWORD'),
    file: file('INVALID_FILE'),
  },
  data: csvImportSchema,
  errors: ['TOO_MANY_REQUESTS', 'IMPORT_RUNNING'],
  async steps(call, request) {
    const { file, total } = await checkImport(call, request)
    const { csvImports } = call.storage
    const id = await startImport(call, total, call.actor.id)
    try {
      await storeForLater(call, id, csvRows(file))
    } catch (error) {
      await csvImports.end(id, 'interrupted', call.clock()).catch((err: unknown) => {
        call.logger.warn({ err }, 'an import that could not be stored counts as running for two minutes')
      })
      throw error
    }
    const last = await csvImports.last()
    return last?.id === id ? importView(last, call.clock()) : fail('INTERRUPTED')
  },
})
