import { OpenSupportsError } from '@opensupports/core'
import type Database from 'better-sqlite3'
import { Kysely, type SqliteDatabase } from 'kysely'
import type { Db, Schema } from '../../schema.js'
import { type HostConnections, partOf } from '../host-connections.js'
import { Turns } from '../turns.js'
import { withFunctions } from './connect.js'
import { PatientSqliteDialect } from './patient-sqlite.js'
import type { Writer } from './writer.js'

/** Connections of the host that have our functions. */
const known = new WeakSet<Database.Database>()

export const sqliteHost = (own: Database.Database, writer: Writer): HostConnections => ({
  of: async () => own,
  kysely: (tx) => writer.hostKysely(tx),
  async within<T>(connection: unknown, work: (tx: Db) => Promise<T>): Promise<T> {
    const database = connection as Database.Database
    if (!database.inTransaction) throw new OpenSupportsError('NO_TRANSACTION')
    if (database.pragma('foreign_keys', { simple: true }) !== 1)
      throw new Error('set `pragma foreign_keys = on` on the connection before its transaction')
    if (!known.has(database)) known.add(withFunctions(database))
    const view: SqliteDatabase = {
      // After some errors, such as a full disk, SQLite has rolled back the whole transaction itself.
      prepare: (text: string) =>
        database.prepare(text === 'rollback' && !database.inTransaction ? 'select 1' : partOf(text)) as never,
      close: () => {},
    }
    const db = new Kysely<Schema>({ dialect: new PatientSqliteDialect({ database: view }, new Turns(0)) })
    return db.transaction().execute(work)
  },
})
