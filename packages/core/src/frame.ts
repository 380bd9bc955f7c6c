import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import type { Context } from './domain/index.js'
import { fail, OpenSupportsError } from './errors.js'
import type { AnyOperation, Permission } from './operation.js'
import { type Fields, readParameters } from './params/index.js'
import type { Actor } from './session.js'

const levels: Partial<Record<Permission, number>> = {
  staff_1: 1,
  staff_2: 2,
  staff_3: 3,
}

/** The actor an operation gets, or undefined when this one may not call it. */
async function admitted(operation: AnyOperation, context: Context): Promise<Actor | undefined> {
  const { permission, guests, ticketSession } = operation
  const { actor } = context
  if (permission === 'any') return actor
  const level = levels[permission]
  if (level !== undefined) return actor.kind === 'staff' && actor.level >= level ? actor : undefined
  if (actor.kind === 'user' || actor.kind === 'staff') return actor
  if (actor.kind === 'ticket' && ticketSession) return actor
  if (!guests) return undefined
  // A ticket session is a guest wherever it does not count.
  return (await context.settings()).mandatoryLogin ? undefined : { kind: 'anonymous' }
}

/** What came of a call. */
export interface Answer {
  readonly data: unknown
  /** What 4.11's clients get instead of `data`. */
  legacyData(): Promise<unknown>
}

/** Every call of every operation goes through here: permission first, then the parameters in order, then the work. */
export async function run(operation: AnyOperation, context: Context, fields: Fields): Promise<Answer> {
  const actor = await admitted(operation, context)
  if (!actor) return fail('NO_PERMISSION')
  const admittedContext = { ...context, actor }
  const params = await readParameters(operation.params, fields, context.storage)
  const data = await operation.run(admittedContext as Context<never>, params as never)
  return {
    data,
    legacyData: async () =>
      operation.legacyData ? operation.legacyData(data as never, admittedContext, params as never) : data,
  }
}

/** Answers and errors that an operation does not declare are bugs: tests run with this around each call. */
export async function runDeclared(
  operation: AnyOperation,
  context: Context,
  fields: Fields,
): Promise<Answer> {
  try {
    const answer = await run(operation, context, fields)
    const declared = v.parse(operation.data, answer.data)
    if (!isDeepStrictEqual(declared, answer.data))
      throw new Error(`${operation.path} answers more than it declares`)
    return answer
  } catch (error) {
    if (error instanceof OpenSupportsError && !operation.errors.includes(error.code)) {
      throw new Error(`${operation.path} does not declare ${error.code}`, {
        cause: error,
      })
    }
    throw error
  }
}
