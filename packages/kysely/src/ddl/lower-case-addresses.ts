import { sql } from 'kysely'
import type { Db } from '../schema.js'
import { addressOf } from '../values.js'

const rowsAtOnce = 1000

/** The tables whose column `email` identifies accounts and bans. */
export const addressTables = ['user', 'staff', 'ban', 'recoverpassword'] as const

/** Converts every address to lower case. */
export async function lowerCaseAddresses(db: Db): Promise<void> {
  for (const table of addressTables) {
    for (let after = 0; ; ) {
      const { rows } = await sql<{
        id: number
        email: string | null
      }>`select id, email from ${sql.table(table)}
        where id > ${after} order by id limit ${sql.lit(rowsAtOnce)}`.execute(db)
      for (const { id, email } of rows) {
        if (email === null || email === addressOf(email)) continue
        await sql`update ${sql.table(table)} set email = ${addressOf(email)} where id = ${id}`.execute(db)
      }
      if (rows.length < rowsAtOnce) break
      after = Number(rows.at(-1)?.id)
    }
  }
}
