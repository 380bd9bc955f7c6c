import { setImmediate } from 'node:timers/promises'

/**
 * Yields to the event loop. Storages in memory and in SQLite never block on I/O, so long work on them must yield
 * explicitly.
 */
export const nextTurn = (): Promise<void> => setImmediate()
