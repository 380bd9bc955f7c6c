import { OpenSupportsError } from '@opensupports/core'
import { type Desk, engines, notifyStaff, type ServerClock } from '../desks/index.js'
import {
  type Effort,
  type FailureResult,
  keyOf,
  median,
  type OperationResult,
  type Results,
} from '../figures/index.js'
import { type Call, dueCalls } from './calls.js'
import { differences } from './compare.js'
import { openSides, type Sides } from './sides.js'

/** The costs of a call in one round, in milliseconds. */
interface Cost {
  readonly cpu: number
  readonly wall: number
  readonly server: number
}

/** The rounds of calls that take longer than a round. */
const fewRounds = 3

/** The longest round on a busy machine, in milliseconds. */
const longestRound = 3000

/**
 * The calls that each side gets before it is measured. JavaScript is interpreted until it has run some thousands of times,
 * so the side with more code would be measured too early.
 */
const warmUpCalls = 4000

const cpuTime = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Runs a call several times. */
async function round(run: () => unknown, count: number, clock: ServerClock | undefined): Promise<Cost> {
  const serverBefore = (await clock?.read()) ?? 0
  const start = performance.now()
  const before = cpuTime()
  for (let index = 0; index < count; index++) await run()
  const cpu = cpuTime() - before
  const wall = performance.now() - start
  const server = (((await clock?.read()) ?? 0) - serverBefore) / 1000
  return { cpu: cpu / count, wall: wall / count, server: server / count }
}

/** Runs a call until it is compiled and its caches are full. Returns how many calls make a round. */
async function warmUp(run: () => unknown, { roundLength, longestWarmUp }: Effort): Promise<number> {
  const least = cpuTime() + roundLength
  const latest = performance.now() + longestWarmUp
  let calls = 0
  // The first calls are slower, so the last ones tell how many make a round.
  let last: Cost
  do {
    const some = Math.max(1, Math.round(calls / 4))
    last = await round(run, some, undefined)
    calls += some
  } while ((cpuTime() < least || calls < warmUpCalls) && performance.now() < latest)
  const count = Math.min(roundLength / Math.max(last.cpu, 0.01), longestRound / Math.max(last.wall, 0.01))
  return Math.max(1, Math.round(count))
}

/** Runs `work`, and returns the most CPU time between two turns of the event loop meanwhile, in milliseconds. */
async function mostInOneTurn(work: () => Promise<void>): Promise<number> {
  let last = cpuTime()
  let most = 0
  let isOver = false
  const look = () => {
    const now = cpuTime()
    most = Math.max(most, now - last)
    last = now
    if (!isOver) setImmediate(look)
  }
  look()
  await work()
  isOver = true
  look()
  return most
}

/**
 * Returns the longest block of the event loop during a call, in milliseconds of CPU time: on a busy machine, the time on
 * the clock would include the turns of others. It is the median of several rounds, since some include a garbage
 * collection.
 */
async function longestBlock(run: () => unknown, count: number): Promise<number> {
  const longest: number[] = []
  for (let index = 0; index < fewRounds; index++)
    longest.push(
      await mostInOneTurn(async () => {
        for (let each = 0; each < Math.min(count, 20); each++) {
          await run()
          // A synchronous driver never yields by itself.
          await new Promise(setImmediate)
        }
      }),
    )
  return median(longest)
}

/** Compares what both sides have written: the tickets as the helpdesk shows them. */
async function writtenDifferences(sides: Sides, desk: Desk, call: Call): Promise<string[]> {
  const shown = async (answer: unknown) => {
    const created = (answer as { ticketNumber?: number } | null)?.ticketNumber
    const ticketNumber = created ?? desk.changedTicketNumber
    const ticket = (await sides.ask('/ticket/get', 'admin', { ticketNumber })) as { events: unknown[] }
    return { ...ticket, events: ticket.events.slice(-call.steps.length) }
  }
  const ours = await shown(await sides.ours(call))
  const theirs = await shown(await sides.theirs(call))
  return differences(ours, theirs, ['ticketNumber', 'date', 'id', 'earlierEvents'])
}

async function measured(
  sides: Sides,
  desk: Desk,
  call: Call,
  clock: ServerClock | undefined,
  effort: Effort,
): Promise<OperationResult> {
  const run = () => sides.ours(call)
  const runTheirs = () => sides.theirs(call)
  const compares = call.steps.every(({ path, fields }) => sides.baseline.has(path, fields(desk)))
  const bytes = Buffer.byteLength(JSON.stringify(await run()) ?? '')
  sides.countStatements()
  const answer = await run()
  const statements = sides.countStatements()
  const found = !compares
    ? []
    : call.writes
      ? await writtenDifferences(sides, desk, call)
      : // Cursors are opaque.
        differences(answer, await runTheirs(), ['cursor'])
  const count = await warmUp(run, effort)
  const theirCount = compares ? await warmUp(runTheirs, effort) : 0
  const [ours, theirs]: [Cost[], Cost[]] = [[], []]
  const rounds = count === 1 ? fewRounds : effort.rounds
  for (let index = 0; index < rounds; index++) {
    const measureOurs = async () => ours.push(await round(run, count, clock))
    const measureTheirs = async () => theirs.push(await round(runTheirs, theirCount, clock))
    // The second pays for some of the garbage of the first.
    if (!compares) await measureOurs()
    else
      for (const measure of index % 2 ? [measureTheirs, measureOurs] : [measureOurs, measureTheirs])
        await measure()
  }
  const block = await longestBlock(run, count)
  const ratios = theirs.map(({ cpu }, index) => cpu / (ours[index]?.cpu ?? Number.NaN))
  return {
    kind: 'operation',
    engine: desk.engine,
    size: desk.size,
    name: call.name,
    cpu: median(ours.map(({ cpu }) => cpu)),
    serverCpu: clock ? median(ours.map(({ server }) => server)) : null,
    wall: median(ours.map(({ wall }) => wall)),
    statements,
    bytes,
    block,
    baselineCpu: compares ? median(theirs.map(({ cpu }) => cpu)) : null,
    baselineServerCpu: compares && clock ? median(theirs.map(({ server }) => server)) : null,
    ratio: compares ? median(ratios) : null,
    differences: found,
  }
}

/** A call that the database ends, because it takes too long, is a result too. */
async function orFailure(
  { engine, size }: Desk,
  { name }: Call,
  measure: () => Promise<OperationResult>,
): Promise<OperationResult | FailureResult> {
  try {
    return await measure()
  } catch (error) {
    if (!(error instanceof OpenSupportsError)) throw error
    return { kind: 'failure', engine, size, name, code: error.code }
  }
}

const digits = (value: number) => value.toFixed(2).padStart(9)

function lineOf(result: OperationResult | FailureResult): string {
  const start = `${result.engine} ${result.size} ${result.name.padEnd(34)}`
  if (result.kind === 'failure') return `${start} failed with ${result.code}`
  const { cpu, serverCpu, wall, statements, block, bytes, ratio } = result
  return (
    `${start} CPU ${digits(cpu)} server ${digits(serverCpu ?? 0)} wall ${digits(wall)} ${statements} statements, ` +
    `block ${block.toFixed(1)}, ${bytes} bytes, ratio ${ratio?.toFixed(2) ?? '-'} ${result.differences.slice(0, 3).join('; ')}`
  )
}

/** Measures what each operation costs in process, beside the baseline in the same run. */
export async function measureOperations(
  desk: Desk,
  results: Results,
  effort: Effort,
  only?: string,
): Promise<void> {
  const { engine, size } = desk
  const due = dueCalls(only, (name) => results.has(keyOf({ kind: 'operation', engine, size, name })))
  if (due.length === 0) return
  const clock = await engines[engine].serverClock(desk.address)
  const sides = await openSides(desk)
  for (const call of due) {
    await notifyStaff(desk, call.toNotify ?? 5)
    const result = await orFailure(desk, call, () => measured(sides, desk, call, clock, effort))
    results.add(result)
    console.log(lineOf(result))
  }
  await sides.close()
  await clock?.close()
}
