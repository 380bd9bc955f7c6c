import { type Context, readSettings, type Settings, type WriteContext } from '../domain/index.js'
import { type Actor, accountOf, actorFor, anonymous } from '../session.js'
import type { Storage } from '../storage/index.js'

/**
 * Returns the context of a call inside its transaction: everything in it reads through `tx`, the actor is as the account
 * is now, and events wait for the commit.
 */
export async function contextWithin(
  context: Context,
  tx: Storage,
  afterCommit: WriteContext['afterCommit'],
): Promise<WriteContext> {
  let read: Promise<Settings> | undefined
  const settings = () => {
    read ??= readSettings(tx)
    return read
  }
  return {
    ...context,
    storage: tx,
    settings,
    apiUrl: async () => context.apiUrlBy(await settings()),
    actor: await actorNow(context.actor, tx, context.now),
    emit: (name, event) => afterCommit(() => context.emit(name, event)),
    afterCommit,
  }
}

/** Returns the actor by the account as it is now; anonymous when the account or the session is gone. */
async function actorNow(actor: Actor, tx: Storage, now: Date): Promise<Actor> {
  if (actor.kind === 'anonymous') return actor
  if (!actor.session) return actorFor(accountOf(actor), tx)
  const session = await tx.sessions.byTokenHash(actor.session.tokenHash)
  return session && session.expiresAt > now ? actorFor(accountOf(actor), tx, session) : anonymous
}
