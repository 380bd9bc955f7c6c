import { openBaseline } from '../baseline/index.js'
import { type Desk, notifyStaff } from '../desks/index.js'
import { type Effort, keyOf, median, type Results, type ThroughputResult } from '../figures/index.js'
import { type Call, dueCalls, sessionOf } from '../operations/index.js'
import { type Serving, startServing } from './child.js'
import { requestOf } from './connection.js'
import { deadline, load } from './load.js'

const connections = 16
/** Rounds are longer than in process, since each opens its connections. */
const lengthFactor = 5

/**
 * The requests that each side gets before it is measured. JavaScript is interpreted until it has run some thousands of
 * times, so the side with more code would be measured too early.
 */
const warmUpRequests = 5000

interface Round {
  readonly perCpuSecond: number
  readonly errors: number
}

async function round({ port, usage }: Serving, bytes: Buffer, { roundLength }: Effort): Promise<Round> {
  const before = await usage('cpu')
  const isOver = deadline(roundLength * lengthFactor)
  const { requests, errors } = await load(port, connections, () =>
    isOver() ? undefined : { kind: '', bytes },
  )
  const after = await usage('cpu')
  return { perCpuSecond: (requests / (after.cpu - before.cpu)) * 1000, errors }
}

async function warmUp({ port }: Serving, bytes: Buffer, { longestWarmUp }: Effort): Promise<void> {
  const isOver = deadline(3 * longestWarmUp)
  let left = warmUpRequests
  await load(port, connections, () => (left-- > 0 && !isOver() ? { kind: '', bytes } : undefined))
}

const sumOf = (rounds: readonly Round[]) => rounds.reduce((sum, { errors }) => sum + errors, 0)

async function measured(
  desk: Desk,
  { name, as, steps, writes }: Call,
  ours: Serving,
  theirs: Serving | undefined,
  effort: Effort,
): Promise<ThroughputResult | undefined> {
  const [step] = steps
  if (!step) return undefined
  const bytes = requestOf(step.path, step.fields(desk), sessionOf(desk, as))
  await warmUp(ours, bytes, effort)
  if (theirs) await warmUp(theirs, bytes, effort)
  const [our, their]: [Round[], Round[]] = [[], []]
  for (let index = 0; index < effort.rounds; index++) {
    our.push(await round(ours, bytes, effort))
    if (theirs) their.push(await round(theirs, bytes, effort))
  }
  return {
    kind: 'throughput',
    engine: desk.engine,
    size: desk.size,
    name,
    writes,
    connections,
    perCpuSecond: median(our.map(({ perCpuSecond }) => perCpuSecond)),
    baselinePerCpuSecond: theirs ? median(their.map(({ perCpuSecond }) => perCpuSecond)) : null,
    ratio: theirs
      ? median(
          our.map(({ perCpuSecond }, index) => perCpuSecond / (their[index]?.perCpuSecond ?? Number.NaN)),
        )
      : null,
    errors: sumOf(our),
    baselineErrors: sumOf(their),
  }
}

/** Measures how many requests each side answers per second of its CPU time. */
export async function measureThroughput(
  desk: Desk,
  results: Results,
  effort: Effort,
  only?: string,
): Promise<void> {
  const { engine, size } = desk
  const due = dueCalls(only, (name) =>
    results.has(keyOf({ kind: 'throughput', engine, size, name, connections })),
  ).filter(({ overHttp }) => overHttp)
  if (due.length === 0) return
  await notifyStaff(desk, 5)
  const known = openBaseline(desk)
  const ours = await startServing({ side: 'helpdesk', desk })
  const theirs = await startServing({ side: 'baseline', desk })
  for (const call of due) {
    const compares = call.steps.every(({ path, fields }) => known.has(path, fields(desk)))
    const result = await measured(desk, call, ours, compares ? theirs : undefined, effort)
    if (!result) continue
    results.add(result)
    const { perCpuSecond, ratio, errors, baselineErrors } = result
    console.log(
      `${engine} ${size} ${call.name.padEnd(34)} ${Math.round(perCpuSecond)} per CPU second, ` +
        `ratio ${ratio?.toFixed(2) ?? '-'}, ${errors} and ${baselineErrors} errors`,
    )
  }
  await known.close()
  await ours.stop()
  await theirs.stop()
}
