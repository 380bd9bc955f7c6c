import { memoryStorage, OpenSupports } from '@opensupports/core'
import { type Tables, tables } from '@opensupports/core/schema'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { backupStore } from './backup.js'
import { bringUp, type Database } from './database.js'
import { sqliteDatabase } from './dialects/sqlite/index.js'
import { driftOf } from './drift.js'
import { openDatabase } from './open-storage.js'
import { anyTable } from './schema.js'
import { mysqlServer, postgresServer } from './servers.test-support.js'
import { storageOn } from './storage.js'

const servers = { PostgreSQL: await postgresServer(), 'MySQL or MariaDB': await mysqlServer() }
afterAll(async () => {
  for (const server of Object.values(servers)) await server?.stop()
})

const engines: Record<string, (() => Promise<Database>) | undefined> = {
  SQLite: async () => sqliteDatabase(':memory:'),
}
for (const [name, server] of Object.entries(servers)) {
  engines[name] = server && (async () => openDatabase(await server.empty()))
}

/** The table description with one more column and index. */
const withPriority: Tables = {
  ...tables,
  ticket: {
    ...tables.ticket,
    columns: { ...tables.ticket.columns, os_priority: { kind: 'line', length: 20, null: true } },
    indexes: { ...tables.ticket.indexes, os_ticket_priority: ['os_priority'] },
  },
}

for (const [engine, make] of Object.entries(engines)) {
  describe.skipIf(!make)(engine, () => {
    test('a column added to the description is reported as missing, created and backed up', async () => {
      const database = await (make as NonNullable<typeof make>)()
      onTestFinished(() => database.db.destroy())
      await bringUp(database)
      const helpdesk = new OpenSupports({
        storage: storageOn(database.db, database.dialect),
        passwordCost: 4,
      })
      await helpdesk.install({ admin: { name: 'Ada', email: 'ada@example.com', password: 'correct horse' } })
      const ada = helpdesk.actingAs({ staff: 1 })
      await helpdesk.ticket.create(ada, {
        title: 'The printer burns',
        content: 'Since this morning.',
        departmentId: 1,
        language: 'en',
      })

      expect(await driftOf(database, tables)).toEqual([])
      expect(await driftOf(database, withPriority)).toEqual(['the column ticket.os_priority is missing'])
      const newer = { ...database, tables: withPriority }
      expect(await bringUp(newer)).toEqual([expect.stringMatching(/^schema-/)])
      expect(await bringUp(newer)).toEqual([])
      expect(await driftOf(database, withPriority)).toEqual([])

      await anyTable(database.db).updateTable('ticket').set({ os_priority: 'high' }).execute()
      const kept = []
      for await (const part of backupStore(database.db, database.dialect, withPriority).parts()) {
        if (part.table === 'ticket') kept.push(part.rows[0]?.[part.columns.indexOf('os_priority')])
      }
      expect(kept).toEqual(['high'])
      // A storage without the column also accepts the backup.
      const parts = backupStore(database.db, database.dialect, withPriority).parts()
      expect(await memoryStorage().backup.restore(parts)).toBe(true)
    })
  })
}
