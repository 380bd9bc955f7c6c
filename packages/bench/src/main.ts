import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureAdoption } from './data-tools/adoption.js'
import { measureBackup, measureImport } from './data-tools/jobs.js'
import { dropDatabases } from './databases.js'
import {
  type Desk,
  deskOf,
  dropDesk,
  type EngineName,
  engineNames,
  type Size,
  sizes,
  tidy,
} from './desks/index.js'
import { keyOf, machine, quick, Results, thorough } from './figures/index.js'
import { measureOperations } from './operations/index.js'
import { writeReport } from './report/index.js'
import { measureMemory, measureMixed, measureThroughput } from './serving/index.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: 'string', multiple: true },
    only: { type: 'string' },
    minutes: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '20' },
    results: { type: 'string', default: 'docs/performance/results.jsonl' },
    fresh: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
})
const [command = 'all', ...asked] = positionals

function oneOf<Name extends string>(what: string, names: readonly Name[], name: string): Name {
  const found = names.find((each) => each === name)
  if (found === undefined) throw new Error(`the ${what} must be one of ${names.join(', ')}, not ${name}`)
  return found
}

const engines: readonly EngineName[] = (values.engine ?? engineNames).map((name) =>
  oneOf('engine', engineNames, name),
)
const sizesAsked: readonly Size[] = (asked.length > 0 ? asked : ['S']).map((name) =>
  oneOf('size', Object.keys(sizes) as Size[], name),
)

/** The helpdesks stay here between runs, so that an interrupted run goes on. */
const desks = process.env.BENCH_FOLDER ?? join(tmpdir(), 'opensupports-bench')

/** Mixed load and memory are measured at the largest of the sizes, but not beyond M. */
const mixedSize = sizesAsked.filter((size) => size !== 'L').at(-1) ?? 'L'

type Measure = (desk: Desk, results: Results) => Promise<void>

const effort = values.quick ? quick : thorough
const operations: Measure = (desk, results) => measureOperations(desk, results, effort, values.only)
const throughput: Measure = (desk, results) => measureThroughput(desk, results, effort, values.only)
const mixed: Measure = (desk, results) => measureMixed(desk, results, Number(values.seconds) * 1000)
const memory: Measure = (desk, results) => measureMemory(desk, results, Number(values.minutes))

const measures: Readonly<Record<string, readonly Measure[]>> = {
  operations: [operations],
  throughput: [throughput],
  mixed: [mixed],
  memory: [memory],
  all: [operations, throughput, mixed, memory],
}

function isDue(measure: Measure, { engine, size }: Desk): boolean {
  if (command !== 'all') return true
  if (measure === mixed) return size === mixedSize
  // The helpdesk is the same on each engine: a leak would show on the one that is fastest.
  return measure !== memory || (size === mixedSize && engine === 'sqlite')
}

async function run(chosen: readonly Measure[]): Promise<void> {
  const results = new Results(values.results)
  if (values.fresh) results.clear()
  results.add(machine())
  for (const size of sizesAsked) {
    for (const engine of engines) {
      // The engine's own line comes last: with it, all was measured by a run before.
      if (command === 'all' && results.has(keyOf({ kind: 'engine', engine, size }))) continue
      if (values.fresh) await dropDesk(desks, engine, size)
      const start = performance.now()
      const desk = await deskOf(desks, engine, size)
      console.log(`${engine} ${size}: ready after ${((performance.now() - start) / 1000).toFixed(0)} s`)
      for (const measure of chosen) {
        if (!isDue(measure, desk)) continue
        await measure(desk, results)
        await tidy(desk)
      }
      const { version } = desk
      results.add({ kind: 'engine', engine, size, version, ...sizes[size] })
      if (!values.keep) await dropDesk(desks, engine, size)
    }
  }
  if (command === 'all') writeReport(results, 'docs')
}

async function inFolder(measure: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'opensupports-bench-'))
  try {
    await measure(folder)
  } finally {
    await dropDatabases()
    rmSync(folder, { recursive: true, force: true })
  }
}

const chosen = measures[command]
if (chosen) await run(chosen)
else if (command === 'report') writeReport(new Results(values.results), 'docs')
else if (command === 'backup') await inFolder(measureBackup)
else if (command === 'import') await inFolder(measureImport)
else if (command === 'adopt') await inFolder(measureAdoption)
else
  throw new Error(
    `there is no ${command}; use ${[...Object.keys(measures), 'report', 'backup', 'import', 'adopt'].join(', ')}`,
  )
