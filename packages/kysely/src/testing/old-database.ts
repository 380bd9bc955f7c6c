import type { Connection } from 'mysql2/promise'
import { withDriver } from '../dialects/driver.js'
import type { OldDatabaseOptions } from './old-database-options.js'
import {
  dirt,
  dirtAfterDrift,
  furniture,
  oldFileName,
  oldPicture,
  oldTicketNumber,
  oldToken,
  type Rows,
  ticketRows,
} from './old-rows.js'
import { drift, oldTables } from './old-tables.js'

/** Facts about the generated database, for use in tests. */
export const oldDatabaseFacts = {
  /** The password of all accounts: users `user1@old.example`, … and staff such as `ada@old.example` (level 3). */
  password: 'correct horse',
  /** Returns the ticket number of a ticket id. */
  ticketNumber: oldTicketNumber,
  /** Returns the file name of a ticket. The tickets 1, 11, 21, … have one. */
  fileName: oldFileName,
  picture: oldPicture,
  /** The token of the API key `Shop`, which can create tickets. */
  apiKey: oldToken(500),
  /** The remember token of `user1@old.example`. */
  rememberToken: oldToken(700),
} as const

const ticketsAtOnce = 500

/**
 * Fills an empty MySQL or MariaDB database with the tables and data of an OpenSupports 4.11, to test adoptions.
 *
 * @param address `mysql://user:password@host/database`; needs `mysql2`
 */
export async function makeOldDatabase(address: string, options: OldDatabaseOptions = {}): Promise<void> {
  const { tickets = 60, events = 5, users = 50, drifted = false, dirty = false, onProgress } = options
  const { createConnection } = await withDriver('mysql2', () => import('mysql2/promise'))
  const connection = await createConnection({ uri: address, charset: 'utf8mb4_unicode_ci' })
  try {
    const run = async (statements: readonly string[]) => {
      for (const statement of statements) await connection.query(statement)
    }
    await run(oldTables())
    if (drifted) await run(drift)
    await insert(connection, furniture({ users, drifted }))
    for (let from = 1; from <= tickets; from += ticketsAtOnce) {
      const to = Math.min(tickets, from + ticketsAtOnce - 1)
      await insert(connection, ticketRows(from, to, { users, events, drifted }))
      onProgress?.(to, tickets)
    }
    await connection.query(
      'update user u set tickets = (select count(*) from ticket t where t.author_id = u.id)',
    )
    if (dirty) await run(dirt)
    if (dirty && drifted) await run(dirtAfterDrift)
  } finally {
    await connection.end()
  }
}

async function insert(connection: Connection, tables: Record<string, Rows>): Promise<void> {
  for (const [table, rows] of Object.entries(tables)) {
    if (rows.length === 0) continue
    const columns = Object.keys(rows[0] ?? {})
    const names = columns.map((column) => `\`${column}\``).join(', ')
    const values = rows.map((row) => columns.map((column) => row[column] ?? null))
    await connection.query(`insert into \`${table}\` (${names}) values ?`, [values])
  }
}
