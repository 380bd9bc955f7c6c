import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqlite } from '../sqlite.js'

type Opened = Awaited<ReturnType<typeof sqlite>>

const folder = mkdtempSync(join(tmpdir(), 'opensupports-settings-'))
let one: Opened
let other: Opened
let queries: string[] = []

beforeAll(async () => {
  const file = join(folder, 'helpdesk.db')
  one = await sqlite(file, { onQuery: (sql) => queries.push(sql) })
  other = await sqlite(file)
  await other.settings.set({ title: 'first' })
})
afterAll(async () => {
  await one.close()
  await other.close()
  rmSync(folder, { recursive: true })
})

const readsOf = async (work: () => Promise<unknown>) => {
  queries = []
  await work()
  return queries.filter((sql) => sql.includes('"setting"')).length
}

test('settings are read again only after somebody has written, and are the same object while they are equal', async () => {
  const first = await one.settings.all()
  expect(await readsOf(() => one.settings.all())).toBe(0)
  expect(await one.settings.all()).toBe(first)
  await other.tags.insert({ name: 'red', color: '#f00' })
  expect(await readsOf(() => one.settings.all())).toBe(1)
  expect(await one.settings.all()).toBe(first)
  expect(Object.isFrozen(first)).toBe(true)
})

test('what another connection has written is there at the next read', async () => {
  for (const title of ['second', 'third']) {
    await other.settings.set({ title })
    expect((await one.settings.all()).title).toBe(title)
  }
})

test('a transaction reads its own settings, and others see them after the commit', async () => {
  await one.settings.set({ title: 'before' })
  await one.transaction(async (tx) => {
    await tx.settings.set({ title: 'inside' })
    expect((await tx.settings.all()).title).toBe('inside')
    expect((await one.settings.all()).title).toBe('before')
  })
  expect((await one.settings.all()).title).toBe('inside')
  const broken = one.transaction(async (tx) => {
    await tx.settings.set({ title: 'lost' })
    expect((await tx.settings.all()).title).toBe('lost')
    throw new Error('no')
  })
  await expect(broken).rejects.toThrow('no')
  expect((await one.settings.all()).title).toBe('inside')
})

test.each([
  ['quotes', `"'\\`],
  ['lines and tabs', 'one\r\n\ttwo'],
  ['characters beyond ASCII', 'é 🙂 \u2028'],
  ['nothing', ''],
  ['null', null],
])('settings keep %s', async (_, value) => {
  await one.settings.set({ title: value })
  expect((await one.settings.all()).title).toBe(value)
  expect(await one.transaction((tx) => tx.settings.all())).toEqual(await other.settings.all())
})
