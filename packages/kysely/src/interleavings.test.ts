import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, test } from 'vitest'
import { fieldsOf, interruptionsOf } from '../../core/src/interleavings/calls.test-support.js'
import { interleave } from '../../core/src/interleavings/interleave.test-support.js'
import { makeStage, type Stage } from '../../core/src/interleavings/stage.test-support.js'
import { type HookedStorages, hookedMysql, hookedPostgres } from './hooked-servers.test-support.js'
import { mysqlServer, postgresServer } from './servers.test-support.js'
import { sqlite } from './sqlite.js'

const servers = { postgres: await postgresServer(), mysql: await mysqlServer() }
const folder = mkdtempSync(join(tmpdir(), 'opensupports-interleavings-'))
afterAll(async () => {
  for (const server of Object.values(servers)) await server?.stop()
  rmSync(folder, { recursive: true })
})

const paths = Object.keys(fieldsOf)

/**
 * Numbers of statements in the transaction after which an interruption runs; 0 is before the first. By default, each
 * interruption uses one of them. `TEST_INTERLEAVINGS=all` tests every number, which takes an hour.
 */
const places = [0, 1, 3, 5, 7, 9, 11, 13, 16, 19, 22, 26]
const all = process.env.TEST_INTERLEAVINGS === 'all'

describe('two connections to one file of SQLite', async () => {
  const file = join(folder, 'helpdesk.db')
  // Thousands of commits need no disk.
  const options = { synchronous: 'normal' } as const
  const [storage, other] = [await sqlite(file, options), await sqlite(file, options)]
  const stage = await makeStage(storage, other)
  afterAll(async () => {
    await storage.close()
    await other.close()
  })

  describe.each(paths)('%s', (path) => {
    test.each(interruptionsOf(path))('while %s leaves everything consistent', async (name) => {
      await interleave(stage, { path, name })
    })
  })
})

const engines = [
  ['PostgreSQL', servers.postgres && (await hookedPostgres(servers.postgres))],
  ['MySQL or MariaDB', servers.mysql && (await hookedMysql(servers.mysql))],
] as const

for (const [engine, storages] of engines) {
  if (storages) describe(engine, () => interleavingsOn(storages))
  else test.skip(engine)
}

function interleavingsOn(storages: HookedStorages) {
  const { storage, other } = storages
  afterAll(() => storages.close())

  describe.each(paths)('%s', (path) => {
    let stage: Stage | undefined
    /** Each path starts with an empty database, so that lists stay short. */
    const open = async () => {
      if (stage) return stage
      await storages.clear()
      stage = await makeStage(storage, other)
      return stage
    }

    /** Returns whether the transaction had that many statements. */
    const interleaveAfter = async (name: string, place: number): Promise<boolean> => {
      let [isReached, statements] = [place === 0, 0]
      const between = (work: () => Promise<unknown>) => {
        storages.hook.onStatement = async () => {
          statements++
          if (statements !== place) return
          isReached = true
          await storages.endedOrWaiting(work())
        }
      }
      try {
        await interleave(await open(), { path, name }, place === 0 ? undefined : between)
      } finally {
        storages.hook.onStatement = undefined
      }
      return isReached
    }

    test.each(interruptionsOf(path).map((name, index) => [name, index] as const))(
      'while %s between two of its statements leaves everything consistent',
      async (name, index) => {
        const place = places[(paths.indexOf(path) + index) % places.length] ?? 0
        if (!all) await interleaveAfter(name, place)
        else for (let place = 0; await interleaveAfter(name, place); place++);
      },
      120_000,
    )
  })
}
