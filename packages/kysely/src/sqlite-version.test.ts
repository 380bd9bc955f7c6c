import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Storage } from '@opensupports/core'
import { createTestHelpdesk } from '@opensupports/core/testing'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { type SqliteOptions, type SqlTransaction, sqlite } from './sqlite.js'

const folder = mkdtempSync(join(tmpdir(), 'opensupports-version-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0

async function opened(file: string, options: SqliteOptions = {}): Promise<Storage> {
  const storage = await sqlite(file, { synchronous: 'normal', ...options })
  onTestFinished(() => storage.close())
  return storage
}

/** Returns a helpdesk with a ticket of a user, and a second storage like that of another process. */
async function helpdeskInFile() {
  const file = join(folder, `${++files}.db`)
  const statements: string[] = []
  const storage = await opened(file, { onQuery: (sql) => statements.push(sql) })
  const other = await opened(file)
  const desk = await createTestHelpdesk({ storage })
  const uma = await desk.user()
  const ticketNumber = await desk.ticket({ author: uma })
  return {
    ...desk,
    uma,
    other,
    statements,
    ticketNumber,
    comment: () => desk.helpdesk.ticket.comment(uma, { ticketNumber, content: 'a comment' }),
    create: () => desk.helpdesk.ticket.create(uma, { title: 'a title', content: 'a ticket' }),
  }
}

test('a write reads nothing twice while nobody commits anything', async () => {
  const { comment, statements } = await helpdeskInFile()
  await comment()
  statements.length = 0
  await comment()
  const count = (part: string) => statements.filter((sql) => sql.includes(part)).length
  expect([count('os_session'), count('from "ticket" as "t"')]).toEqual([1, 1])
  expect(count('from "setting"')).toBeLessThanOrEqual(1)
})

type Made = Awaited<ReturnType<typeof helpdeskInFile>>

/** What is committed after a call has read its caller and the ticket, and how the call ends then. */
const changes: Readonly<
  Record<string, readonly [(storage: Storage, made: Made) => Promise<unknown>, string]>
> = {
  'the account is disabled': [
    (storage, { uma }) => storage.users.update(uma.id, { disabled: true }),
    'USER_DISABLED',
  ],
  'the session ends': [
    (storage, { uma }) => storage.sessions.removeOf({ kind: 'user', id: uma.id }),
    'NO_PERMISSION',
  ],
  'the ticket is deleted': [
    async (storage, { ticketNumber }) => {
      const ticket = await storage.tickets.byNumber(ticketNumber)
      return storage.tickets.remove(ticket?.id ?? 0)
    },
    'INVALID_TICKET',
  ],
  'the limit is lowered': [
    async (storage, { uma }) => {
      await storage.settings.set({ 'attempt-limit': '1' })
      const hour = 3_600_000
      for (let each = 0; each < 50; each++)
        await storage.attempts.add(`comment of ${uma.id}`, new Date(), hour)
    },
    'TOO_MANY_REQUESTS',
  ],
}

describe.each(['this process', 'another process'])(
  'a write decides by what %s has just committed',
  (whose) => {
    test.each(Object.entries(changes))('%s', async (_, [change, code]) => {
      const made = await helpdeskInFile()
      await made.comment()
      const remove = made.helpdesk.prepare('ticket.comment', () =>
        change(whose === 'this process' ? made.storage : made.other, made),
      )
      await expect(made.comment()).rejects.toMatchObject({ code })
      remove()
    })
  },
)

/** Runs a write that waits for a transaction which makes a change. */
async function afterWaiting(
  made: Made,
  write: () => Promise<unknown>,
  change: (tx: Storage) => Promise<unknown>,
) {
  let written: Promise<unknown> = Promise.resolve()
  await made.storage.transaction(async (tx) => {
    written = write()
    written.catch(() => {})
    for (let turn = 0; turn < 3; turn++) await nextTurn()
    await change(tx)
  })
  return written
}

test('a write decides by what a hook has written before it', async () => {
  const made = await helpdeskInFile()
  await made.create()
  made.helpdesk.before('ticket.create', (tx) => tx.bans.add(made.uma.email))
  await expect(made.create()).rejects.toMatchObject({ code: 'ALREADY_BANNED' })
})

describe('a write decides by what it has waited for', () => {
  test.each(Object.entries(changes))('%s', async (_, [change, code]) => {
    const made = await helpdeskInFile()
    await made.comment()
    await expect(afterWaiting(made, made.comment, (tx) => change(tx, made))).rejects.toMatchObject({ code })
  })

  test('the author of a ticket is banned', async () => {
    const made = await helpdeskInFile()
    await made.create()
    const ban = (tx: Storage) => tx.bans.add(made.uma.email)
    await expect(afterWaiting(made, made.create, ban)).rejects.toMatchObject({ code: 'ALREADY_BANNED' })
  })

  test('tickets go to another department', async () => {
    const made = await helpdeskInFile()
    await made.create()
    const change = async (tx: Storage) => {
      const id = await tx.departments.insert({ name: 'Other', private: false })
      await tx.settings.set({ 'default-department-id': String(id) })
    }
    const { ticketNumber } = (await afterWaiting(made, made.create, change)) as { ticketNumber: number }
    expect((await made.storage.tickets.byNumber(ticketNumber))?.department?.name).toBe('Other')
  })
})

test('the version tells commits of any connection, and nothing else', async () => {
  const { storage, other, comment } = await helpdeskInFile()
  const versions = [storage.version?.()]
  const isNew = () => {
    const version = storage.version?.()
    versions.push(version)
    return version !== versions.at(-2)
  }
  expect(versions).toEqual([expect.any(Number)])
  await storage.settings.all()
  expect(isNew()).toBe(false)
  await storage.transaction(async (tx) => {
    await tx.settings.set({ title: 'new' })
    expect(isNew()).toBe(false)
  })
  expect(isNew()).toBe(true)
  await other.settings.set({ title: 'newer' })
  expect(isNew()).toBe(true)
  await comment()
  expect(isNew()).toBe(true)
  const failing = storage.transaction(async (tx) => {
    await tx.settings.set({ title: 'lost' })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(isNew()).toBe(false)
})

test('a call in a transaction of the host sees what the host has written before', async () => {
  const { helpdesk, uma, ticketNumber } = await helpdeskInFile()
  const calls = helpdesk.transaction(async (desk, trx) => {
    await desk.ticket.get(uma, { ticketNumber })
    const rows = (trx as SqlTransaction).kysely<{ user: { disabled: number } }>()
    await rows.updateTable('user').set({ disabled: 1 }).execute()
    await desk.ticket.comment(uma, { ticketNumber, content: 'late' })
  })
  await expect(calls).rejects.toMatchObject({ code: 'USER_DISABLED' })
})
