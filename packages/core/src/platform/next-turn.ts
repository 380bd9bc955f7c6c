import { setImmediate } from 'node:timers/promises'

/**
 * Lets everything else that is ready have its turn on the event loop. Storages in memory and in SQLite never wait for
 * anything: long work on them has to stop by itself.
 */
export const nextTurn = (): Promise<void> => setImmediate()
