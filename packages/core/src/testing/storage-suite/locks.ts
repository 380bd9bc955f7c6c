import assert from 'node:assert/strict'
import type { RowLock, Storage } from '../../storage/index.js'
import { makeStaff, makeUser } from './makers.js'
import type { Rule } from './rule.js'

/** Runs ten transactions concurrently, each of which writes one more than it read. */
async function countedAtOnce(
  storage: Storage,
  lock: RowLock,
  read: (tx: Storage) => Promise<number>,
  write: (tx: Storage, value: number) => Promise<unknown>,
): Promise<number> {
  await write(storage, 0)
  await Promise.all(
    Array.from({ length: 10 }, () =>
      storage.transaction(async (tx) => {
        await tx.lock([lock])
        await write(tx, (await read(tx)) + 1)
      }),
    ),
  )
  return read(storage)
}

export function lockRules(rule: Rule): void {
  rule('locks: a transaction reads a locked row as the last lock holder left it', async (storage) => {
    const id = await makeStaff(storage, 'Stan')
    const read = async (tx: Storage) => Number((await tx.staff.byId(id))?.name)
    const write = (tx: Storage, value: number) => tx.staff.update(id, { name: String(value) })
    assert.equal(await countedAtOnce(storage, { table: 'staff', id, mode: 'update' }, read, write), 10)
  })

  rule('locks: named locks have the same effect', async (storage) => {
    const read = async (tx: Storage) => Number((await tx.settings.all()).counter)
    const write = (tx: Storage, value: number) => tx.settings.set({ counter: String(value) })
    assert.equal(await countedAtOnce(storage, { name: 'settings', mode: 'update' }, read, write), 10)
  })

  rule('locks: rows of any table, of both modes, twice or gone, in any order', async (storage) => {
    const [uma, gus] = [await makeUser(storage, 'Uma'), await makeUser(storage, 'Gus')]
    const locks: readonly RowLock[] = [
      { table: 'tickets', id: 7, mode: 'update' },
      { table: 'users', id: gus, mode: 'share' },
      { table: 'users', id: uma, mode: 'update' },
      { table: 'users', id: uma, mode: 'share' },
      { table: 'topics', id: 1, mode: 'share' },
      { name: 'settings', mode: 'share' },
      { name: 'admins', mode: 'update' },
    ]
    await Promise.all(
      [locks, [...locks].reverse()].map((each) =>
        storage.transaction(async (tx) => {
          await tx.lock(each)
          await tx.users.addTickets(uma, 1)
        }),
      ),
    )
    assert.equal((await storage.users.byId(uma))?.tickets, 2)
    await storage.transaction((tx) => tx.lock([]))
  })

  rule('locks: fail outside a transaction', async (storage) => {
    await assert.rejects(storage.lock([{ name: 'settings', mode: 'share' }]), /outside a transaction/)
  })
}
