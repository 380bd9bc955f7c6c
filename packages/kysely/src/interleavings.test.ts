import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { fieldsOf, interruptionsOf } from '../../core/src/interleavings/calls.test-support.js'
import { interleave } from '../../core/src/interleavings/interleave.test-support.js'
import { makeStage, type Stage } from '../../core/src/interleavings/stage.test-support.js'
import { type HookedStorages, hookedMysql, hookedPostgres } from './hooked-servers.test-support.js'
import { sqlite } from './index.js'
import { mysqlServer, postgresServer } from './servers.test-support.js'

const servers = { postgres: await postgresServer(), mysql: await mysqlServer() }
const folder = mkdtempSync(join(tmpdir(), 'opensupports-interleavings-'))
afterAll(async () => {
  for (const server of Object.values(servers)) await server?.stop()
  rmSync(folder, { recursive: true })
})

const paths = Object.keys(fieldsOf)

/**
 * After which statements an interruption gets in. All of them take an hour (`TEST_INTERLEAVINGS=all`); else every twelfth,
 * each interruption beginning at another one.
 */
const stride = process.env.TEST_INTERLEAVINGS === 'all' ? 1 : 12

describe('two connections to one file of SQLite', async () => {
  const file = join(folder, 'helpdesk.db')
  const [storage, other] = [await sqlite(file), await sqlite(file)]
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
    /** Each path has an empty database, so that no list grows long. */
    const open = async () => {
      if (stage) return stage
      await storages.clear()
      stage = await makeStage(storage, other)
      return stage
    }

    test.each(interruptionsOf(path).map((name, place) => [name, place] as const))(
      'while %s, before its transaction or between its statements, leaves everything consistent',
      async (name, place) => {
        const stage = await open()
        await interleave(stage, { path, name })
        if (name === 'nothing happens') return
        for (let target = 1 + (place % stride), isReached = true; isReached; target += stride) {
          isReached = false
          let statements = 0
          await interleave(stage, { path, name }, (work) => {
            storages.hook.onStatement = async () => {
              statements++
              if (statements !== target) return
              isReached = true
              await storages.endedOrWaiting(work())
            }
          }).finally(() => {
            storages.hook.onStatement = undefined
          })
          if (target > 500) expect.fail('there is no end of statements')
        }
      },
      120_000,
    )
  })
}
