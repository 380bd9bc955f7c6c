/** The session that `user.login` and `ticket.check` answer, as far as the client needs it. */
export interface ClientSession {
  readonly userId: number
  readonly token: string
  /** Whether the account is a staff member's. */
  readonly staff?: boolean | undefined
  /** The only ticket that the session is for. */
  readonly ticketNumber?: number | undefined
  /** Opens a new session when this one has ended. */
  readonly rememberToken?: string | null | undefined
}

/** A place for texts: `localStorage`, React Native's `AsyncStorage`, or your own. */
export interface TextStore {
  getItem(key: string): string | null | Promise<string | null>
  setItem(key: string, value: string): unknown
  removeItem(key: string): unknown
}

/** The session of a client. */
export interface SessionKeeper {
  /** Returns the session, or undefined if there is none. Asks nobody whether it is still alive: see `check`. */
  get(): Promise<ClientSession | undefined>
  /** Keeps a session that was opened elsewhere, such as by your server; without one, forgets the session. */
  set(session?: ClientSession): Promise<void>
  /**
   * Asks the helpdesk whether the session is still alive. One that has ended is opened again by its remember token, or
   * else forgotten.
   */
  check(): Promise<boolean>
}

/** Keeps a session in a store, and reads it there each time, since other tabs may change it. */
export function keptIn(store: TextStore, key: string): Pick<SessionKeeper, 'get' | 'set'> {
  return {
    async get() {
      try {
        const kept = JSON.parse((await store.getItem(key)) ?? 'null') as ClientSession | null
        return kept?.token ? kept : undefined
      } catch {
        return undefined
      }
    },
    async set(session) {
      if (!session) return void (await store.removeItem(key))
      const { userId, token, staff, ticketNumber, rememberToken } = session
      await store.setItem(key, JSON.stringify({ userId, token, staff, ticketNumber, rememberToken }))
    },
  }
}

/** A store in memory. */
export function memoryStore(): TextStore {
  const values = new Map<string, string>()
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => values.set(key, value),
    removeItem: (key) => values.delete(key),
  }
}
