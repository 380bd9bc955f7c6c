import { type Connection, createConnection } from 'mysql2/promise'
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

/** What a test may want to know of the database. */
export const oldDatabaseFacts = {
  /** Of all accounts: `user1@old.example`, …, and of staff, of whom `ada@old.example` has level 3. */
  password: 'correct horse',
  /** The number of the ticket with this id. */
  ticketNumber: oldTicketNumber,
  /** The file of the tickets 1, 11, 21, … */
  fileName: oldFileName,
  picture: oldPicture,
  /** Of the API key `Shop`, which may open tickets. */
  apiKey: oldToken(500),
  /** With which `user1@old.example` is remembered. */
  rememberToken: oldToken(700),
} as const

const ticketsAtOnce = 500

/**
 * Fills an empty MySQL or MariaDB database as an OpenSupports 4.11 would have: for tests of what adopts it.
 *
 * @param address `mysql://user:password@host/database`
 */
export async function makeOldDatabase(address: string, options: OldDatabaseOptions = {}): Promise<void> {
  const { tickets = 60, events = 5, users = 50, drifted = false, dirty = false, onProgress } = options
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
