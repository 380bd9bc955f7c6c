import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { keyOf, Results } from './results.js'

const folder = mkdtempSync(join(tmpdir(), 'results-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const memory = (errors: number) =>
  ({ kind: 'memory', engine: 'sqlite', size: 'S', samples: [], errors }) as const

test('results are read again, and the last of a key counts', () => {
  const file = join(folder, 'some.jsonl')
  const first = new Results(file)
  first.add(memory(1))
  first.add(memory(2))
  first.add({ ...memory(3), engine: 'postgres' })
  const again = new Results(file)
  expect(again.has(keyOf({ kind: 'memory', engine: 'sqlite', size: 'S' }))).toBe(true)
  expect(again.has(keyOf({ kind: 'memory', engine: 'sqlite', size: 'M' }))).toBe(false)
  expect(again.of('memory')).toEqual([memory(2), { ...memory(3), engine: 'postgres' }])
  expect(again.of('mixed')).toEqual([])
})

test('a failure stands in place of what the operation costs', () => {
  const results = new Results(join(folder, 'failed.jsonl'))
  const of = { engine: 'postgres', size: 'M', name: 'ticket.search' } as const
  results.add({ kind: 'failure', ...of, code: 'DATABASE_BUSY' })
  expect(results.has(keyOf({ kind: 'operation', ...of }))).toBe(true)
})

test('a line that was cut off by an interruption is measured again', () => {
  const file = join(folder, 'cut.jsonl')
  new Results(file).add(memory(1))
  appendFileSync(file, '{"kind":"memory","engine":"post')
  const again = new Results(file)
  expect(again.of('memory')).toEqual([memory(1)])
  again.add({ ...memory(2), engine: 'postgres' })
  expect(new Results(file).of('memory')).toHaveLength(2)
})

test('clearing removes the file', () => {
  const file = join(folder, 'cleared.jsonl')
  const results = new Results(file)
  results.add(memory(1))
  results.clear()
  expect(results.of('memory')).toEqual([])
  expect(() => readFileSync(file)).toThrow('ENOENT')
})
