import { createHash, type Hash } from 'node:crypto'
import { type Actor, accountOf, type Call, type Tx } from '../call/index.js'
import { fail } from '../errors.js'
import { type Fields, lowerCase } from '../params/index.js'
import type { Upload } from '../platform/index.js'

/** How long answers are kept, in milliseconds. */
const keptFor = 86_400_000

const keyPattern = /^[\x21-\x7e]{1,255}$/

/** A call with an idempotency key, as hashes. */
export interface KeyedCall {
  /** Of the caller, the path and the key. */
  readonly keyHash: string
  readonly paramsHash: string
}

/** Thrown inside a transaction whose call another one has answered in the meantime. It rolls everything back. */
export class AlreadyAnswered extends Error {
  override readonly name = 'AlreadyAnswered'
}

/** @throws INVALID_IDEMPOTENCY_KEY */
export async function keyedCall(path: string, actor: Actor, key: string, fields: Fields): Promise<KeyedCall> {
  if (typeof key !== 'string' || !keyPattern.test(key)) fail('INVALID_IDEMPOTENCY_KEY')
  const whose = JSON.stringify([callerName(actor, fields), path, key])
  const params = createHash('sha256')
  await add(params, fields, [])
  return {
    keyHash: createHash('sha256').update(whose).digest('hex'),
    paramsHash: params.digest('hex'),
  }
}

/** Returns the kept answer; undefined if there is none. It is wrapped, since an answer may be null. */
export async function keptAnswer(
  call: Pick<Call, 'keptAnswers' | 'now'>,
  { keyHash, paramsHash }: KeyedCall,
): Promise<{ readonly data: unknown } | undefined> {
  const kept = await call.keptAnswers.byKey(keyHash)
  if (kept && call.now.getTime() - kept.createdAt.getTime() < keptFor)
    return kept.paramsHash === paramsHash
      ? { data: JSON.parse(kept.answer) as unknown }
      : fail('IDEMPOTENCY_KEY_REUSED')
  // The row of an old answer would prevent that of the new one. `removeExpired` removes the other old answers. A host may
  // never call it, so one key in 256 removes all of them here; a statement in every call would cost more.
  if (kept || keyHash.startsWith('00')) await removeOldAnswers(call)
  return undefined
}

/** Removes the answers that are too old. */
export const removeOldAnswers = ({ keptAnswers, now }: Pick<Call, 'keptAnswers' | 'now'>): Promise<void> =>
  // `removeBefore` keeps what is exactly as old as its date, but an answer ends after exactly a day.
  keptAnswers.removeBefore(new Date(now.getTime() - keptFor + 1))

/** Keeps the answer of a call in its transaction. Throws AlreadyAnswered if the key has one. */
export async function keepAnswer({ keptAnswers, now }: Tx, keyed: KeyedCall, data: unknown): Promise<void> {
  const isFirst = await keptAnswers.insert({ ...keyed, answer: JSON.stringify(data), createdAt: now })
  if (!isFirst) throw new AlreadyAnswered()
}

/** Returns the owner of a key, so that callers with equal keys do not get each other's answers. */
function callerName(actor: Actor, { email }: Fields): string {
  if (actor.kind === 'anonymous') return `guest ${typeof email === 'string' ? lowerCase(email) : ''}`
  const { kind, id } = accountOf(actor)
  if (actor.kind === 'ticket') return `ticket ${actor.ticketNumber} ${id}`
  return `${kind} ${id} ${(actor.kind === 'staff' && actor.token?.hash) || ''}`
}

const isUpload = (value: object): value is Upload =>
  'stream' in value && typeof value.stream === 'function' && 'name' in value && 'size' in value

/** Adds a value as the caller sent it, with the contents of files. Fields may come in any order. */
async function add(hash: Hash, value: unknown, within: readonly object[]): Promise<void> {
  if (typeof value !== 'object' || value === null) {
    const text = typeof value === 'symbol' || typeof value === 'function' ? '' : String(value)
    hash.update(`${typeof value} ${text.length} ${text}`)
    return
  }
  if (within.includes(value)) return
  const inside = [...within, value]
  if (value instanceof Date) hash.update(`date ${value.getTime()}`)
  else if (isUpload(value)) {
    await add(hash, [value.name, value.size], inside)
    for await (const chunk of value.stream()) hash.update(chunk)
  } else if (Array.isArray(value)) {
    hash.update(`list ${value.length} `)
    for (const each of value) await add(hash, each, inside)
  } else {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined)
    entries.sort(([one], [other]) => (one < other ? -1 : 1))
    hash.update(`fields ${entries.length} `)
    for (const [name, each] of entries) {
      await add(hash, name, inside)
      await add(hash, each, inside)
    }
  }
}
