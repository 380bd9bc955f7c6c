import type { Database } from '../../database.js'
import { withDriver } from '../driver.js'
import type { SqliteOptions } from './options.js'

export type { SqliteOptions } from './options.js'

/** @param program the program of threads that read; for tests */
export async function sqliteDatabase(
  file: string,
  options?: SqliteOptions,
  program?: URL,
): Promise<Database> {
  const { openSqlite } = await withDriver('better-sqlite3', () => import('./database.js'))
  return openSqlite(file, options, program)
}
