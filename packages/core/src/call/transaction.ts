import { type HelpdeskEvent, storedEvent } from '../events/index.js'
import {
  type NewLog,
  type NewMail,
  type RowLock,
  type SessionWithAccount,
  type Storage,
  type Stores,
  storesOf,
} from '../storage/index.js'
import { tokenActorNow } from './access-tokens.js'
import { runAfterCommit } from './after-commit.js'
import type { Call, Tx } from './call.js'
import { actorLocks, lockerOf, untilLocked } from './locks.js'
import { logOf } from './log.js'
import { type Actor, accountOf, actorFor, anonymous, sessionActor, signedIn } from './session.js'
import { readSettings, settingsOf } from './settings.js'

type Later = (call: Call) => unknown

/** What was read at the start of a transaction, what is written at its end, and the work after its commit. */
interface Parts extends Pick<Tx, 'actor' | 'settings' | 'isCurrent' | 'lock'> {
  readonly later: Later[]
  readonly logs: NewLog[]
  readonly mails: NewMail[]
  readonly events: HelpdeskEvent[]
}

/**
 * Runs `work` in a transaction of its own as the call's actor. `work` may run twice, after a deadlock.
 *
 * @param locks what to lock at its start, besides the actor's account
 * @throws NO_PERMISSION when the actor may not make the call any more, the session has ended or the account is gone;
 *   USER_DISABLED when it may not be used
 */
export const transaction = <A extends Actor, T>(
  call: Call<A>,
  work: (tx: Tx<A>) => Promise<T>,
  locks: readonly RowLock[] = [],
): Promise<T> =>
  untilLocked(() =>
    openTransaction(
      call,
      async (tx) => {
        const actor = call.admit(tx)
        if (call.actor.kind !== 'anonymous') signedIn(actor)
        // An account never changes its kind.
        return work({ ...tx, actor } as Tx<A>)
      },
      () => locks,
    ),
  )

/**
 * Like `transaction`, but with the actor's current state: anonymous if the session has ended. Runs the work for after
 * the commit.
 *
 * @param version the version of the storage before the call read anything. If it has not changed, the transaction uses the
 *   settings and the actor of the call instead of reading them again
 */
export async function openTransaction<T>(
  call: Call,
  work: (tx: Tx) => Promise<T>,
  locks: () => readonly RowLock[],
  version?: number,
): Promise<T> {
  let later: Later[] = []
  const result = await call.storage.transaction(async (storage) => {
    later = []
    const logs: NewLog[] = []
    const mails: NewMail[] = []
    const events: HelpdeskEvent[] = []
    const lock = lockerOf(storage)
    // Nobody else can commit while the transaction of a single writer is open.
    const isCurrent = version !== undefined && call.storage.version?.() === version
    if (!isCurrent) await lock([...actorLocks(call.actor), ...locks()])
    const { settings, actor } = isCurrent ? call : await current(call, storage)
    const tx = txOf(call, storage, { actor, settings, isCurrent, lock, later, logs, mails, events })
    const result = await work(tx)
    await storage.journal.add({ logs, mails, events: events.map(storedEvent) })
    return result
  })
  if (call.joined) {
    for (const each of later) call.joined.afterCommit(call, each)
    return result
  }
  await runAfterCommit(
    later.map((each) => () => each(call)),
    call.logger,
  )
  return result
}

function txOf(
  call: Call,
  storage: Storage,
  { actor, settings, isCurrent, lock, later, logs, mails, events }: Parts,
): Tx {
  const { now } = call
  const canMail = () => call.canDeliver(settings)
  return {
    trx: storage.trx,
    isCurrent,
    actor,
    wire: call.wire,
    sessionToken: call.sessionToken,
    ip: call.ip,
    now,
    settings,
    apiUrl: call.apiUrlOf(settings),
    siteUrl: call.siteUrlOf(settings),
    random: call.random,
    neutralAnswers: call.neutralAnswers,
    canMail,
    mail(order) {
      if (order.to && canMail()) mails.push({ ...order, createdAt: now })
    },
    async log(type, to) {
      const author = actor.kind === 'anonymous' ? null : { ...accountOf(actor), name: actor.account.name }
      logs.push(logOf(now, author, type, to))
    },
    emit(name, payload) {
      // An edit that changes nothing is not an event.
      if ('changed' in payload && payload.changed.length === 0) return
      const by = actor.kind === 'anonymous' ? null : accountOf(actor)
      // The compiler cannot pair a name with its payload.
      const event = { name, by, at: now, ...payload } as HelpdeskEvent
      events.push(event)
      later.push(({ emit }) => emit(event))
    },
    afterCommit(work) {
      later.push(work)
    },
    // The spread comes last: V8 takes hundreds of times as long for fields that follow it.
    ...storesOf(storage),
    lock,
  }
}

/** Returns the settings, and the actor with the current state of the account. */
async function current({ actor, now }: Call, storage: Storage): Promise<Pick<Call, 'settings' | 'actor'>> {
  const stores = storesOf(storage)
  const hash = sessionHashOf(actor)
  if (hash !== undefined && stores.sessions.withSettings) {
    const { found, settings } = await stores.sessions.withSettings(hash)
    return { settings: settingsOf(settings), actor: liveActor(found, now) }
  }
  return { settings: await readSettings(storage.settings), actor: await actorNow(actor, stores, now) }
}

/** Returns the hash of the session that the actor came by; undefined if it came by an access token or from the host. */
function sessionHashOf(actor: Actor): string | undefined {
  if (actor.kind === 'anonymous' || (actor.kind === 'staff' && actor.token)) return undefined
  return actor.session?.tokenHash
}

const liveActor = (found: SessionWithAccount | undefined, now: Date): Actor =>
  found && found.session.expiresAt > now ? sessionActor(found) : anonymous

/** Returns the actor with the current state of the account; anonymous if the account or the session is gone. */
async function actorNow(actor: Actor, stores: Stores, now: Date): Promise<Actor> {
  if (actor.kind === 'anonymous') return actor
  if (actor.kind === 'staff' && actor.token) return tokenActorNow(actor.token.hash, stores, now)
  if (!actor.session) return actorFor(accountOf(actor), stores)
  return liveActor(await stores.sessions.byTokenHash(actor.session.tokenHash), now)
}
