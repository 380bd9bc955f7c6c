import { type EngineName, engineNames, engines, type Size, sizes } from '../desks/index.js'
import type { Results } from '../figures/index.js'
import { advice } from './advice.js'
import { barChart, lineChart } from './charts.js'
import {
  allCpu,
  costTable,
  differenceList,
  failureList,
  growthOf,
  namesOf,
  throughputTable,
} from './costs.js'
import { verdictOf } from './memory.js'
import { shown, table } from './numbers.js'

/** A page with the charts that it shows, by file name. */
export interface Page {
  readonly text: string
  readonly charts: Readonly<Record<string, string>>
}

const paragraphs = (...parts: readonly (string | undefined)[]) =>
  parts.filter((part) => part !== undefined && part !== '').join('\n\n')

const picture = (alt: string, file: string) => `![${alt}](performance/${file})`

const title = (engine: EngineName) => engines[engine].title

/** Returns the page of the results. Parts that were not measured are left out. */
export function pageOf(results: Results): Page {
  const operations = results.of('operation')
  const desks = results.of('engine')
  const throughput = results.of('throughput')
  const mixed = results.of('mixed')
  const charts: Record<string, string> = {}
  const allSizes = Object.keys(sizes) as Size[]
  const enginesIn = (found: readonly { readonly engine: EngineName }[]) =>
    engineNames.filter((name) => found.some(({ engine }) => engine === name))
  const sizesOf = (engine: EngineName) =>
    allSizes.filter((size) => operations.some((each) => each.engine === engine && each.size === size))
  const measured = enginesIn(operations)
  const largest = allSizes.filter((size) => measured.every((engine) => sizesOf(engine).includes(size))).at(-1)

  const [machine] = results.of('machine').slice(-1)
  const versions = [...new Set(desks.map(({ version }) => version))].join(', ')
  const sizeTable = table(
    ['Size', 'tickets', 'events'],
    allSizes
      .filter((size) => desks.some((desk) => desk.size === size))
      .map((size) => [size, ...Object.values(sizes[size]).map((count) => count.toLocaleString('en-US'))]),
  )

  function costs(): string | undefined {
    if (!largest) return undefined
    const names = namesOf(operations)
    charts['costs.svg'] = barChart(
      `CPU time of one call, process and database together, at ${largest}`,
      'milliseconds',
      names,
      measured.map((engine) => ({
        name: title(engine),
        values: names.map((name) => {
          const found = operations.find(
            (each) => each.engine === engine && each.size === largest && each.name === name,
          )
          return found ? allCpu(found) : null
        }),
      })),
    )
    const grows = measured.filter((engine) => sizesOf(engine).length > 1)
    if (grows.length > 0)
      charts['growth.svg'] = barChart(
        'Growth: how many times as much a call costs at the largest size as at the smallest',
        'times',
        names,
        grows.map((engine) => ({
          name: `${title(engine)}, ${sizesOf(engine)[0]} to ${sizesOf(engine).at(-1)}`,
          values: names.map(
            (name) =>
              growthOf(
                operations.filter((each) => each.engine === engine),
                name,
                sizesOf(engine),
              ) ?? null,
          ),
        })),
      )
    const differing = differenceList(operations)
    const failed = failureList(results.of('failure'))
    return paragraphs(
      '## What each operation costs',
      `In process, one call at a time. *CPU* is the time of the helpdesk's process, *server CPU* that of the database
server's threads for its connections, without PostgreSQL's parallel workers. *Longest block* is the longest time that other
requests wait, in milliseconds of CPU. Wall time includes what else the machine did. *Share of the baseline* is the
throughput per CPU of the process, compared with a server that is written by hand: 0.5 means that a call costs twice as
much.`,
      picture(`CPU time of each operation on each engine at size ${largest}`, 'costs.svg'),
      grows.length > 0 ? picture('Growth of each operation with the size', 'growth.svg') : undefined,
      ...measured.map((engine) =>
        paragraphs(
          `### ${title(engine)}`,
          costTable(
            operations.filter((each) => each.engine === engine),
            sizesOf(engine),
          ),
        ),
      ),
      failed === ''
        ? undefined
        : `These calls failed, such as with the limit of 10 seconds for a statement:\n\n${failed}`,
      differing === '' ? 'The answers of both sides are equal, field by field.' : undefined,
      differing === ''
        ? undefined
        : `The answers of both sides are equal, field by field, except for these:\n\n${differing}`,
    )
  }

  function overHttp(): string | undefined {
    const size = allSizes.filter((each) => throughput.some((found) => found.size === each)).at(-1)
    if (!size) return undefined
    const found = throughput.filter((each) => each.size === size)
    const names = namesOf(found)
    charts['throughput.svg'] = barChart(
      `Throughput per CPU over HTTP, as a share of the hand-written server's, at ${size}`,
      'share',
      names,
      enginesIn(found).map((engine) => ({
        name: title(engine),
        values: names.map(
          (name) => found.find((each) => each.engine === engine && each.name === name)?.ratio ?? null,
        ),
      })),
    )
    const errors = found.reduce((sum, each) => sum + each.errors, 0)
    const together = found.some(({ baselineErrors }) => baselineErrors === null)
      ? ' Some of these counts have the failures of both servers.'
      : ''
    const failing = found
      .filter((each) => each.errors > 0)
      .map(({ name, engine }) => `${name} on ${title(engine)}`)
    return paragraphs(
      '## Over HTTP',
      `Requests per second of the server's CPU time, at 16 connections and size ${size}, beside the server that is written by
hand. ${errors === 0 ? 'No request failed.' : `${errors} requests failed: ${failing.join(', ')}.`}${together}`,
      picture('Throughput per CPU as a share of the baseline', 'throughput.svg'),
      throughputTable(
        found,
        enginesIn(found).map((engine) => [engine, title(engine)] as const),
      ),
    )
  }

  function mixedLoad(): string | undefined {
    if (mixed.length === 0) return undefined
    const kinds = [...new Set(mixed.flatMap(({ p99ByKind }) => Object.keys(p99ByKind)))]
    const rows = mixed.map((each) => [
      `${title(each.engine)}, ${each.size}`,
      String(each.connections),
      shown(each.perSecond),
      shown(each.perCpuSecond),
      shown(each.p50),
      shown(each.p99),
      ...kinds.map((kind) => shown(each.p99ByKind[kind] ?? Number.NaN)),
      String(each.errors),
    ])
    return paragraphs(
      '## A mixed load',
      `70 % tickets and lists, 12 % searches, 10 % comments, 5 % new tickets, 3 % statistics of a month. Times are in
milliseconds. Clients and database are on the same machine, so the times are upper bounds.`,
      table(
        [
          'Engine, size',
          'connections',
          'requests/s',
          'per CPU second',
          'p50',
          'p99',
          ...kinds.map((kind) => `p99 ${kind}`),
          'errors',
        ],
        rows,
      ),
    )
  }

  function memory(): string | undefined {
    const runs = results.of('memory')
    if (runs.length === 0) return undefined
    return paragraphs(
      '## Memory',
      'The same mixed load on 16 connections. Memory is measured after a garbage collection.',
      ...runs.map((run) => {
        const file = `memory-${run.engine}-${run.size}.svg`
        const line = (name: string, of: 'heap' | 'rss') => ({
          name,
          points: run.samples.map((sample) => ({ x: sample.minutes, y: sample[of] })),
        })
        charts[file] = lineChart(
          `Memory during a mixed load, ${title(run.engine)}, ${run.size}`,
          'minutes of CPU time',
          'MB',
          [line('heap', 'heap'), line('process', 'rss')],
        )
        return paragraphs(
          picture('Memory over time', file),
          `${title(run.engine)}, ${run.size}: ${verdictOf(run).text}`,
        )
      }),
    )
  }

  const text = paragraphs(
    '# Performance',
    `What a helpdesk costs, on each database and with many tickets. The benchmark writes this page: \`npm run bench -- all S M\`
measures, and \`npm run bench -- report\` writes the page again from [the results](performance/results.jsonl). The baseline is
a server that is written by hand for the same few paths: node:http, a driver, prepared statements, the same indexes. It runs
on the same database in the same run, by turns.`,
    machine &&
      `Measured on ${machine.date}: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB of memory, Node.js ${machine.node}${versions ? `, ${versions}` : ''}.`,
    sizeTable,
    `Each helpdesk has the skew of real ones: few authors write most tickets (one of them one in a hundred), 500 staff members,
60 departments, 200 tags, and one ticket with 10,000 events. The staff member who asks serves all departments, which is the
most expensive case. The tables have the indexes that the product's migrations make, and the statistics that
production has: those of PostgreSQL's autovacuum and of InnoDB.`,
    costs(),
    overHttp(),
    mixedLoad(),
    memory(),
    '## When to move from SQLite to PostgreSQL',
    advice(mixed),
  )
  return { text: `${text}\n`, charts }
}
