import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EngineName, Size } from '../desks/index.js'
import { type OperationResult, Results } from '../figures/index.js'
import { writeReport } from './index.js'
import { verdictOf } from './memory.js'
import { shown, shownBytes } from './numbers.js'

const folder = mkdtempSync(join(tmpdir(), 'report-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const operation = (
  engine: EngineName,
  size: Size,
  cpu: number,
  more: Partial<OperationResult> = {},
): OperationResult => ({
  kind: 'operation',
  engine,
  size,
  name: 'ticket.get',
  cpu,
  serverCpu: engine === 'sqlite' ? null : 1,
  wall: 9,
  statements: 7,
  bytes: 4587,
  block: 0.5,
  baselineCpu: 1,
  baselineServerCpu: null,
  ratio: 0.75,
  differences: [],
  ...more,
})

const samples = (heaps: readonly number[]) =>
  heaps.map((heap, index) => ({ minutes: index, requests: 100, heap, rss: 200 }))

let text = ''
beforeAll(() => {
  const results = new Results(join(folder, 'results.jsonl'))
  results.add({ kind: 'machine', cpu: 'A CPU', cores: 2, memoryGb: 8, node: '20.0.0', date: '2026-01-01' })
  for (const engine of ['sqlite', 'postgres'] as const)
    for (const size of ['S', 'M'] as const) {
      results.add({ kind: 'engine', engine, size, version: `${engine} 1`, tickets: 1, events: 2 })
      results.add(operation(engine, size, size === 'S' ? 2 : 6))
    }
  results.add(
    operation('postgres', 'M', 6, { name: 'user.login', ratio: null, differences: ['pages: different'] }),
  )
  results.add({
    kind: 'failure',
    engine: 'postgres',
    size: 'M',
    name: 'ticket.search',
    code: 'DATABASE_BUSY',
  })
  results.add({
    kind: 'mixed',
    engine: 'sqlite',
    size: 'M',
    connections: 16,
    requests: 1000,
    perSecond: 90,
    perCpuSecond: 123,
    p50: 1,
    p99: 20,
    errors: 0,
    p99ByKind: { get: 2, search: 30 },
  })
  results.add({ kind: 'memory', engine: 'sqlite', size: 'M', samples: samples([90, 50, 50, 51]), errors: 0 })
  writeReport(results, folder)
  text = readFileSync(join(folder, 'performance.md'), 'utf8')
})

test('the page names the machine and the engines', () => {
  expect(text).toContain(
    'Measured on 2026-01-01: A CPU, 2 cores, 8 GB of memory, Node.js 20.0.0, sqlite 1, postgres 1.',
  )
})

test('an engine has a table with its sizes, its growth and the share of the baseline', () => {
  expect(text).toContain('| ticket.get | 2.00 | 6.00 | 3.00× | 0.50 | 7 | 4.59 kB | 0.75 |')
  // The server's time counts in the growth: from 3 to 7.
  expect(text).toContain('| ticket.get | 2.00 | 6.00 | 1.00 | 1.00 | 9.00 | 2.33× |')
  expect(text).toContain('| user.login | – | 6.00 | – | 1.00 |')
})

test('answers that differ are listed', () => {
  expect(text).toContain('- user.login: pages: different (postgres M)')
})

test('calls that failed are listed', () => {
  expect(text).toContain('- ticket.search: DATABASE_BUSY (postgres M)')
})

test('the advice has the measured limit, and memory its verdict', () => {
  expect(text).toContain('about 123 requests per second from SQLite')
  expect(text).toContain('The memory is flat')
})

test('every chart of the page is a file, and parts that were not measured are left out', () => {
  const charts = [...text.matchAll(/\]\((performance\/[\w-]+\.svg)\)/g)].map(([, file = '']) => file)
  expect(charts).toEqual([
    'performance/costs.svg',
    'performance/growth.svg',
    'performance/memory-sqlite-M.svg',
  ])
  for (const file of charts) expect(readFileSync(join(folder, file), 'utf8')).toMatch(/^<svg /)
  expect(text).not.toContain('## Over HTTP')
})

test('a heap that grows is reported, after what the first requests take', () => {
  const verdict = (heaps: readonly number[]) =>
    verdictOf({ kind: 'memory', engine: 'sqlite', size: 'S', samples: samples(heaps), errors: 0 })
  expect(verdict([10, 50, 51, 50, 51, 50])).toMatchObject({ isFlat: true })
  expect(verdict([10, 50, 55, 60, 65, 70])).toMatchObject({ isFlat: false, heapPerMinute: 5 })
  expect(verdict([50])).toMatchObject({ isFlat: false })
})

test('numbers have about three digits', () => {
  expect([1234.5, 12.345, 1.234, 0.01234, 0, Number.NaN].map(shown)).toEqual([
    '1,235',
    '12.3',
    '1.23',
    '0.012',
    '0',
    '–',
  ])
  expect([999, 4587, 3_879_678].map(shownBytes)).toEqual(['999 B', '4.59 kB', '3.88 MB'])
})
