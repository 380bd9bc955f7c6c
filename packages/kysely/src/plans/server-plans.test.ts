import { createTestHelpdesk } from '@opensupports/core/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { openedStorage } from '../database.js'
import { mysqlDatabase } from '../dialects/mysql/index.js'
import { postgresDatabase } from '../dialects/postgres/index.js'
import { mysqlServer, postgresServer } from '../servers.test-support.js'
import { fillBigTables } from './big-tables.test-support.js'
import { statementsOf } from './calls.test-support.js'
import { type Recorded, recordedMysqlPool, recordedPostgresPool } from './recorded-pools.test-support.js'
import { heavyInMysql, heavyInPostgres } from './server-plan.test-support.js'

const seen = new Set<string>()

const servers = { PostgreSQL: await postgresServer(), MariaDB: await mysqlServer() }

type Known = Readonly<Record<string, readonly string[]>>

const knownOfBoth: Known = {
  // Counts all tickets of a day, of which this helpdesk has few.
  'tickets.refreshStatistics': ['reads: ticket', 'reads: ticketevent', 'sorts: ticket'],
}

const unproved = '{"unproved":true}'
const ownClosed = '{"anyOf":[{"departments":[1,2,3]},{"writtenByStaff":1}],"closed":true,"unreadStaff":true}'
const knownOfPostgres: Known = {
  ...knownOfBoth,
  // Compares all names.
  '/ticket/search-authors': ['reads: user'],
  // So few tickets are left that reading 20,000 costs less than walking an index.
  [`${unproved} by unreadStaff,closed,owner,unreadStaff,date desc,id desc`]: ['reads: ticket'],
  [`${unproved} by unreadStaff desc,closed,owner,unreadStaff,date desc,id desc`]: ['reads: ticket'],
  [`${ownClosed} by closed in a far page`]: ['reads: ticket'],
}

/** By engine: opens a database whose statements are recorded, and explains them. */
const engines = {
  PostgreSQL: {
    analyze: 'analyze',
    heavySteps: heavyInPostgres,
    known: knownOfPostgres,
    async open(address: string) {
      const url = new URL(address)
      const schema = url.searchParams.get('schema') ?? ''
      url.searchParams.delete('schema')
      const statements: Recorded = new Map()
      const pool = recordedPostgresPool(url.href, statements, seen)
      const database = await postgresDatabase(pool, { schema })
      return { database, statements, close: () => pool.end() }
    },
  },
  MariaDB: {
    analyze: 'analyze table',
    heavySteps: heavyInMysql,
    known: knownOfBoth,
    async open(address: string) {
      const statements: Recorded = new Map()
      const pool = recordedMysqlPool(address, statements, seen)
      const database = await mysqlDatabase(pool)
      return { database, statements, close: () => pool.promise().end() }
    },
  },
}

for (const [engine, server] of Object.entries(servers)) {
  const { analyze, heavySteps, known, open } = engines[engine as keyof typeof engines]
  describe.skipIf(!server)(`in ${engine}, with 20,000 tickets and 100,000 events`, async () => {
    if (!server) return
    const { database, statements, close } = await open(await server.empty())
    const desk = await createTestHelpdesk({ storage: await openedStorage(database, {}) })
    await fillBigTables(database, analyze)
    const ran = await statementsOf(desk, seen)
    afterAll(async () => {
      await desk.storage.close()
      await close()
      await server.stop()
    })
    const heavy = (text: string, values: readonly unknown[]) => heavySteps(database.db, text, values)

    test('no statement reads or sorts more than a few thousand rows of a big table', async () => {
      const found: Record<string, string[]> = {}
      for (const [text, name] of ran) {
        const steps = (await heavy(text, statements.get(text) ?? [])).filter(
          (step) => !known[name]?.includes(step),
        )
        if (steps.length > 0) found[name] = [...new Set([...(found[name] ?? []), ...steps])]
      }
      expect(found).toEqual({})
    })

    test('but these statements do', async () => {
      expect(await heavy('select id from ticket order by content limit 10', [])).toContain('sorts: ticket')
      expect(await heavy('select count(*) from ticketevent where content = type', [])).toEqual([
        'reads: ticketevent',
      ])
    })
  })
}
