import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import { contextWithin } from './call/index.js'
import type { Context, Wire, WriteContext } from './domain/index.js'
import { type ErrorCode, fail, isPossibleEverywhere, OpenSupportsError } from './errors.js'
import type { AnyOperation, Permission } from './operation.js'
import { type Fields, type Output, readAgain, readParameters, refuseUnknownFields } from './params/index.js'
import { type Actor, anonymous } from './session.js'

const levels: Partial<Record<Permission, number>> = {
  staff_1: 1,
  staff_2: 2,
  staff_3: 3,
}

/**
 * Returns the actor that an operation gets.
 *
 * @throws NO_PERMISSION unless the actor may call it; USER_DISABLED or UNKNOWN_STAFF where that is the reason
 */
export async function admitted(operation: AnyOperation, context: Context): Promise<Actor> {
  const { permission, guests, ticketSession } = operation
  const { actor } = context
  if (permission === 'any') return actor
  if (actor.kind === 'anonymous' && actor.because) fail(actor.because)
  const level = levels[permission]
  if (level !== undefined)
    return actor.kind === 'staff' && actor.level >= level ? actor : fail('NO_PERMISSION')
  if (actor.kind === 'user' || actor.kind === 'staff') return actor
  if (actor.kind === 'ticket' && ticketSession) return actor
  // A ticket session is a guest wherever it does not count.
  return guests && !(await context.settings()).mandatoryLogin ? anonymous : fail('NO_PERMISSION')
}

/** What came of a call. */
export interface Answer {
  readonly data: unknown
  /** What 4.11's clients get instead of `data`. */
  legacyData(): Promise<unknown>
}

/** How a call is run. */
export interface CallOptions {
  /** What happens to fields that the operation has no parameter for. Default `ignore`, as 4.11 does. */
  readonly unknownFields?: 'ignore' | 'refuse'
  /** Whose form of requests it came in. Default: native. */
  readonly wire?: Wire
}

/** Every call of every operation goes through here: permission first, then the parameters in order, then the work. */
export async function run(
  operation: AnyOperation,
  context: Context,
  fields: Fields,
  { unknownFields = 'ignore', wire = 'native' }: CallOptions = {},
): Promise<Answer> {
  const actor = await admitted(operation, context)
  const admittedContext = { ...context, actor, wire }
  if (unknownFields === 'refuse') refuseUnknownFields(operation.params, fields)
  const params = await readParameters(operation.params, fields, context.storage)
  const data = await namingField(operation, work(operation, admittedContext, fields, params))
  return {
    data,
    legacyData: async () =>
      operation.legacyData ? operation.legacyData(data as never, admittedContext, params as never) : data,
  }
}

async function work(
  operation: AnyOperation,
  context: Context,
  fields: Fields,
  params: Output<AnyOperation['params']>,
): Promise<unknown> {
  if (operation.run) return operation.run(context as Context<never>, params as never)
  const prepared = await operation.prepare?.(context as Context<never>, params as never)
  let later: ((context: Context) => unknown)[] = []
  const data = await context.storage.transaction(async (tx) => {
    // The transaction may have run before, and clashed.
    later = []
    const inside = await contextWithin(context, tx, (work) => later.push(work))
    const actor = await admitted(operation, inside)
    const current = await readAgain(operation.params, fields, params, tx)
    return operation.write?.({ ...inside, actor } as WriteContext<never>, current as never, prepared as never)
  })
  for (const each of later) {
    try {
      await each(context)
    } catch (error) {
      context.log.error({ err: error, path: operation.path }, 'work after a commit failed')
    }
  }
  return data
}

/** Adds the field to a refusal whose code belongs to one parameter alone. */
async function namingField<T>({ params }: AnyOperation, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof OpenSupportsError) || error.field !== undefined) throw error
    throw error.inField(fieldOf(params, error.code))
  }
}

function fieldOf(params: AnyOperation['params'], code: ErrorCode): string | undefined {
  const names = Object.keys(params).filter((name) => params[name]?.code === code)
  return names.length === 1 ? names[0] : undefined
}

const isDeclared = ({ errors }: AnyOperation, code: ErrorCode) =>
  errors.includes(code) || isPossibleEverywhere(code)

/** Answers and errors that an operation does not declare are bugs: tests run with this around each call. */
export async function runDeclared(
  operation: AnyOperation,
  context: Context,
  fields: Fields,
  options: CallOptions = {},
): Promise<Answer> {
  try {
    const answer = await run(operation, context, fields, options)
    const declared = v.parse(operation.data, answer.data)
    if (!isDeepStrictEqual(declared, answer.data))
      throw new Error(`${operation.path} answers more than it declares`)
    return answer
  } catch (error) {
    if (error instanceof OpenSupportsError && !isDeclared(operation, error.code)) {
      throw new Error(`${operation.path} does not declare ${error.code}`, {
        cause: error,
      })
    }
    throw error
  }
}
