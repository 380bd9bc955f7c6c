import { DatabaseError, migrateDatabase, NotAdoptedError, schemaDrift } from '@opensupports/kysely'
import { bad, type Finding, good } from './findings.js'

/** What differs between the commands that look at the database. */
interface Look {
  /** Returns what is found when these migrations are pending. */
  readonly pending: (names: readonly string[]) => Finding
  /** The words for no pending migration. */
  readonly current: string
}

/** Looks at the migrations of a database, and at its tables once none is pending. Changes nothing. */
export async function lookAtDatabase(address: string, { pending, current }: Look): Promise<Finding[]> {
  try {
    const migrations = await migrateDatabase(address, { dryRun: true })
    if (migrations.pending.length > 0) return [pending(migrations.pending)]
    const drift = await schemaDrift(address)
    return [
      good('database', current),
      drift.length > 0
        ? bad('tables', 'some differ from the expected schema', drift)
        : good('tables', 'match the expected schema'),
    ]
  } catch (error) {
    if (error instanceof DatabaseError || error instanceof NotAdoptedError)
      return [bad('database', error.message)]
    throw error
  }
}
