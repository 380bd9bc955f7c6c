import { sql } from 'kysely'
import type { Db } from './schema.js'

/** The parts of a transaction, which are rolled back by themselves. */
export interface Parts {
  /** Runs a part of the transaction. If it throws, what it wrote is rolled back. */
  run<T>(part: () => Promise<T>): Promise<T>
  /** Throws the error that has ended the transaction, if there was one. */
  throwLoss(): void
}

export function partsOf(tx: Db): Parts {
  let open = 0
  let loss: { readonly error: unknown } | undefined
  const run = (text: string) => sql.raw(text).execute(tx)
  return {
    async run(part) {
      // A second savepoint of the same name would replace the first one on MySQL.
      const name = `os_part_${++open}`
      try {
        await run(`savepoint ${name}`)
        const result = await part()
        await run(`release savepoint ${name}`)
        return result
      } catch (error) {
        await run(`rollback to savepoint ${name}`).catch(() => {
          // The connection broke, or a deadlock has rolled back the whole transaction.
          loss ??= { error }
        })
        throw error
      } finally {
        open--
      }
    },
    throwLoss() {
      if (loss) throw loss.error
    },
  }
}
