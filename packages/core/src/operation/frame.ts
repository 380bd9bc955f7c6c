import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import {
  type Actor,
  anonymous,
  type Call,
  checkLocked,
  hasHooks,
  knowingSupervised,
  openTransaction,
  runBeforeHooks,
  runPrepareHooks,
  type Settings,
  type Tx,
  tokenAllows,
  untilLocked,
  type Wire,
  withUndo,
} from '../call/index.js'
import { type ErrorCode, fail, isPossibleEverywhere, OpenSupportsError } from '../errors.js'
import {
  type Fields,
  fieldNameOf,
  namedDepartments,
  type Output,
  type Parameters,
  parameterLocks,
  readAgain,
  readGiven,
  readParameters,
  refuseUnknownFields,
  ticketAuthors,
  wireValues,
} from '../params/index.js'
import type { RowLock, StoredTicket } from '../storage/index.js'
import { type AnyOperation, errorsOf, isForTokens, methodName, type Permission } from './definition.js'
import { AlreadyAnswered, type KeyedCall, keepAnswer, keptAnswer, keyedCall } from './idempotency.js'
import type { RunnableOperation } from './operation.js'

const levels: Partial<Record<Permission, number>> = {
  staff_1: 1,
  staff_2: 2,
  staff_3: 3,
}

/** Returns why the actor's access token may not call an operation; undefined if it may, or if the actor has none. */
function tokenRefusal(operation: AnyOperation, actor: Actor): ErrorCode | undefined {
  if (actor.kind === 'anonymous') return actor.byToken ? actor.because : undefined
  if (actor.kind !== 'staff' || !actor.token) return undefined
  const { scopes, departments } = actor.token
  const name = methodName(operation.path)
  const isInScope = scopes.includes(name) || scopes.includes(`${name.split('.')[0]}.*`)
  if (!isForTokens(operation)) return 'TOKEN_NOT_ALLOWED'
  if (!isInScope) return 'TOKEN_SCOPE'
  const isWithin = operation.withinDepartments || 'ticket' in operation.params
  return departments === null || isWithin ? undefined : 'TOKEN_DEPARTMENT'
}

/** Returns the actor that an operation gets, or the code with which it refuses the actor. */
function admission(
  operation: AnyOperation,
  { actor, settings }: Pick<Call, 'actor' | 'settings'>,
): Actor | ErrorCode {
  const { permission, guests, ticketSession } = operation
  const refusal = tokenRefusal(operation, actor)
  if (refusal) return refusal
  if (permission === 'any') return actor
  if (actor.kind === 'anonymous' && actor.because) return actor.because
  const level = levels[permission]
  if (level !== undefined) return actor.kind === 'staff' && actor.level >= level ? actor : 'NO_PERMISSION'
  if (actor.kind === 'user' || actor.kind === 'staff') return actor
  if (actor.kind === 'ticket' && ticketSession) return actor
  // Where ticket sessions are not admitted, their holder counts as a guest.
  return guests && !settings.mandatoryLogin ? anonymous : 'NO_PERMISSION'
}

/**
 * Returns the actor that an operation gets.
 *
 * @throws NO_PERMISSION unless the actor may call it; USER_DISABLED or UNKNOWN_STAFF if that is the reason
 */
export function admitted(operation: AnyOperation, call: Pick<Call, 'actor' | 'settings'>): Actor {
  const actor = admission(operation, call)
  return typeof actor === 'string' ? fail(actor) : actor
}

/**
 * Returns whether the actor may make a call. Parameters that are left out are not judged.
 *
 * @throws UNKNOWN_FIELD, and the codes of the parameters that are given and invalid
 */
export async function mayRun(given: AnyOperation, call: Call, fields: Fields): Promise<boolean> {
  const operation = given as RunnableOperation
  refuseUnknownFields(operation.params, fields)
  const actor = admission(operation, call)
  if (typeof actor === 'string') return false
  try {
    const params = await readGiven(operation.params, fields, call)
    const knowing = await knowingSupervised(actor, ticketAuthors(operation.params, params), call)
    return refusalOf(operation, knowing, params, call.settings) === undefined
  } catch (error) {
    // Where the code of a parameter does not reveal whether the row exists.
    if (error instanceof OpenSupportsError && error.code === 'NO_PERMISSION') return false
    throw error
  }
}

/** Returns whether the actor may call the operation for this ticket, whatever the other parameters. */
export function mayRunOn(
  given: AnyOperation,
  { actor, settings }: Pick<Call, 'actor' | 'settings'>,
  ticket: StoredTicket,
): boolean {
  const admittedActor = admission(given, { actor, settings })
  if (typeof admittedActor === 'string') return false
  return refusalOf(given as RunnableOperation, admittedActor, { ticket }, settings) === undefined
}

/** Returns TOKEN_DEPARTMENT if a parameter belongs to a department that the actor's access token does not allow. */
const departmentRefusal = (
  { params }: RunnableOperation,
  actor: Actor,
  values: Partial<Output<Parameters>>,
): ErrorCode | undefined => {
  const isLimited = actor.kind === 'staff' && actor.token !== undefined
  // A shortcut, since `ticket.get` asks this for every operation on a ticket.
  const isAllowed = !isLimited || namedDepartments(params, values).every((id) => tokenAllows(actor, id))
  return isAllowed ? undefined : 'TOKEN_DEPARTMENT'
}

/** Returns the code with which the actor may not make the call, judging by actor, parameters and settings alone. */
const refusalOf = (
  operation: RunnableOperation,
  actor: Actor,
  params: Partial<Output<Parameters>>,
  settings: Settings,
): ErrorCode | undefined =>
  departmentRefusal(operation, actor, params) ?? operation.check?.(actor, params, settings)

/** The result of a call. */
export interface Answer {
  readonly data: unknown
  /** The data that clients of 4.11 get instead of `data`. */
  legacyData(): Promise<unknown>
}

/** The options of a call. */
export interface CallOptions {
  /** How to treat unknown fields. Default `ignore`, as in 4.11. */
  readonly unknownFields?: 'ignore' | 'refuse'
  /** The form of the request. Default: native. */
  readonly wire?: Wire
  /** The key by which a repeated call gets the first answer. Ignored by operations that are not `idempotent`. */
  readonly idempotencyKey?: string | undefined
  /** Ends a long call, such as an import, with INTERRUPTED between two of its steps. */
  readonly signal?: AbortSignal | undefined
  /**
   * Ends a call that waits for a connection of the database with INTERRUPTED, because nobody waits for its answer any
   * more. Does not end what runs already, and has no effect on operations of several transactions. May be a function
   * that returns the signal: only a call that has to wait calls it, so most calls need no signal.
   */
  readonly waitingSignal?: AbortSignal | (() => AbortSignal) | undefined
}

/** The options of a call, with what the helpdesk adds. */
export interface RunOptions extends CallOptions {
  /** The version of the storage, from before anything was read for the call. */
  readonly version?: number | undefined
}

/** Runs a call: checks the permission, then the parameters in order, then does the work. */
export function run(
  given: AnyOperation,
  outer: Call,
  fields: Fields,
  options: RunOptions = {},
): Promise<Answer> {
  // Only `operation()` creates operations.
  const operation = given as RunnableOperation
  const { idempotencyKey } = options
  return idempotencyKey === undefined || !operation.idempotent
    ? runOnce(operation, outer, fields, options)
    : runKeyed(operation, outer, fields, options, idempotencyKey)
}

async function runKeyed(
  operation: RunnableOperation,
  outer: Call,
  fields: Fields,
  options: RunOptions,
  idempotencyKey: string,
): Promise<Answer> {
  const { unknownFields, wire = 'native' } = options
  const actor = admitted(operation, outer)
  if (unknownFields === 'refuse') refuseUnknownFields(operation.params, fields)
  const keyed = await keyedCall(operation.path, actor, idempotencyKey, fields)
  const again = async () => {
    const kept = await keptAnswer(outer, keyed)
    return kept && answerAgain(operation, { ...outer, actor, wire }, fields, kept.data)
  }
  const first = await again()
  if (first) return first
  try {
    return await runOnce(operation, outer, fields, options, keyed)
  } catch (error) {
    const meanwhile = error instanceof AlreadyAnswered ? await again() : undefined
    if (!meanwhile) throw error
    return meanwhile
  }
}

const answerAgain = (operation: RunnableOperation, call: Call, fields: Fields, data: unknown): Answer => ({
  data,
  async legacyData() {
    if (!operation.legacyData) return data
    return operation.legacyData(data, call, await readParameters(operation.params, fields, call))
  },
})

async function runOnce(
  operation: RunnableOperation,
  outer: Call,
  fields: Fields,
  { unknownFields = 'ignore', wire = 'native', signal, version }: RunOptions,
  keyed?: KeyedCall,
): Promise<Answer> {
  const admittedActor = admitted(operation, outer)
  if (unknownFields === 'refuse') refuseUnknownFields(operation.params, fields)
  const params = await readParameters(operation.params, fields, outer)
  const authors = ticketAuthors(operation.params, params)
  const actor = authors.length === 0 ? admittedActor : await knowingSupervised(admittedActor, authors, outer)
  const call: Call = { ...outer, actor, wire, signal }
  const data = await doneBy(operation, call, fields, params, { keyed, version })
  await operation.finish?.(call, params)
  return {
    data,
    legacyData: async () => (operation.legacyData ? operation.legacyData(data, call, params) : data),
  }
}

/** How an operation writes. */
interface WriteOptions {
  /** The key under which its answer is kept. */
  readonly keyed: KeyedCall | undefined
  /** The version of the storage, from before anything was read for the call. */
  readonly version: number | undefined
}

/** Returns the answer of an operation. An error whose code belongs to exactly one parameter gets that field. */
async function doneBy(
  operation: RunnableOperation,
  call: Call,
  fields: Fields,
  params: Output<Parameters>,
  options: WriteOptions,
): Promise<unknown> {
  try {
    checkDepartments(operation, call.actor, params)
    if (!operation.checksInPrepare) checkRules(operation, call.actor, params, call.settings)
    if (operation.read) return await operation.read(call, params)
    if (operation.steps)
      return await operation.steps({ ...call, admit: (reader) => admitted(operation, reader) }, params)
    return await written(operation, call, fields, params, options)
  } catch (error) {
    if (!(error instanceof OpenSupportsError) || error.field !== undefined) throw error
    throw error.inField(fieldOf(operation.params, error.code))
  }
}

function written(
  operation: RunnableOperation,
  call: Call,
  fields: Fields,
  params: Output<Parameters>,
  { keyed, version }: WriteOptions,
): Promise<unknown> {
  return withUndo(call, async (undoable) => {
    const hookParams = hasHooks(call, operation.path)
      ? await wireValues(operation.params, fields, params, call)
      : undefined
    if (hookParams) await runPrepareHooks(call, operation.path, hookParams)
    const prepared = await operation.prepare?.(undoable, params)
    let last = params
    let locks: readonly RowLock[] = []
    /** Reads the actor and the parameters again, under the locks. */
    const currentActor = async (tx: Tx): Promise<Actor> => {
      const admittedActor = admitted(operation, tx)
      last = await readAgain(operation.params, fields, params, tx)
      checkLocked(locks, locksOf(operation, admittedActor, last, call.settings))
      return knowingSupervised(admittedActor, ticketAuthors(operation.params, last), tx)
    }
    return untilLocked(() =>
      openTransaction(
        undoable,
        async (tx) => {
          if (tx.isCurrent) last = params
          const actor = tx.isCurrent ? tx.actor : await currentActor(tx)
          checkDepartments(operation, actor, last)
          checkRules(operation, actor, last, tx.settings)
          const admittedTx = actor === tx.actor ? tx : { ...tx, actor }
          if (hookParams) await runBeforeHooks(call, operation.path, admittedTx, hookParams)
          const data = await operation.write?.(admittedTx, last, prepared)
          if (keyed) await keepAnswer(admittedTx, keyed, data)
          return data
        },
        () => {
          locks = locksOf(operation, call.actor, last, call.settings)
          return locks
        },
        // A hook may change what was read before the transaction.
        hookParams ? undefined : version,
      ),
    )
  })
}

function checkDepartments(operation: RunnableOperation, actor: Actor, params: Output<Parameters>): void {
  const code = departmentRefusal(operation, actor, params)
  if (code !== undefined) fail(code)
}

function checkRules(
  operation: RunnableOperation,
  actor: Actor,
  params: Output<Parameters>,
  settings: Settings,
): void {
  operation.validate?.(params)
  const code = operation.check?.(actor, params, settings)
  if (code !== undefined) fail(code)
}

/** Returns the locks that a write takes at its start, from the values that were read before it. */
const locksOf = (
  { params, locks }: RunnableOperation,
  actor: Actor,
  values: Output<Parameters>,
  settings: Settings,
): RowLock[] => [
  ...parameterLocks(params, values),
  ...(typeof locks === 'function' ? locks(actor, values, settings) : (locks ?? [])),
]

function fieldOf(params: Parameters, code: ErrorCode): string | undefined {
  const keys = Object.keys(params).filter((key) => params[key]?.code === code)
  const [only] = keys
  return keys.length === 1 && only !== undefined ? fieldNameOf(params, only) : undefined
}

const isDeclared = (operation: AnyOperation, code: ErrorCode) =>
  errorsOf(operation).includes(code) || isPossibleEverywhere(code)

/** Runs like `run`, but throws for answers and codes that the operation does not declare. Meant for tests. */
export async function runDeclared(
  operation: AnyOperation,
  call: Call,
  fields: Fields,
  options: RunOptions = {},
): Promise<Answer> {
  try {
    const answer = await run(operation, call, fields, options)
    const declared = v.parse(operation.data as v.GenericSchema, answer.data)
    if (!isDeepStrictEqual(declared, answer.data))
      throw new Error(`the answer of ${operation.path} has undeclared fields`)
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
