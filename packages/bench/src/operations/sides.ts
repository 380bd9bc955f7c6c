import { OpenSupports } from '@opensupports/core'
import { openStorage } from '@opensupports/kysely'
import { type Baseline, openBaseline } from '../baseline/index.js'
import { type Desk, mailer, noLog, type Session } from '../desks/index.js'
import type { Call } from './calls.js'

/** The helpdesk and the baseline on the same database, each with connections of its own. */
export interface Sides {
  /** Runs a call, and returns the answer of its last step. */
  ours(call: Call): Promise<unknown>
  theirs(call: Call): unknown
  readonly baseline: Baseline
  /** Counts the statements of the helpdesk since the last time. */
  countStatements(): number
  ask(path: string, as: Call['as'], fields: Readonly<Record<string, unknown>>): Promise<unknown>
  close(): Promise<void>
}

const nobody: Partial<Session> = {}

export const sessionOf = (desk: Desk, as: Call['as']): Partial<Session> =>
  as === 'guest' ? nobody : desk[as]

/** Opens the helpdesk of a desk, as a process in production does. */
export async function openHelpdesk(desk: Desk, onQuery?: () => void) {
  const storage = await openStorage(desk.address, onQuery ? { onQuery } : {})
  return { storage, helpdesk: new OpenSupports({ storage, mailer, log: noLog, passwordCost: 4 }) }
}

/** Opens both sides on the database of a desk. */
export async function openSides(desk: Desk): Promise<Sides> {
  let statements = 0
  const { storage, helpdesk } = await openHelpdesk(desk, () => statements++)
  const baseline = openBaseline(desk)
  const ask: Sides['ask'] = async (path, as, fields) => {
    const operation = helpdesk.operations.get(path)
    if (!operation) throw new Error(`there is no ${path}`)
    return (await helpdesk.call(operation, sessionOf(desk, as), { ...fields })).data
  }
  return {
    baseline,
    ask,
    async ours({ steps, as }) {
      let answer: unknown
      for (const { path, fields } of steps) answer = await ask(path, as, fields(desk))
      return answer
    },
    async theirs({ steps, as }) {
      let answer: unknown
      for (const { path, fields } of steps)
        answer = await baseline.answer(path, sessionOf(desk, as), fields(desk))
      return answer
    },
    countStatements() {
      const count = statements
      statements = 0
      return count
    },
    async close() {
      await baseline.close()
      await storage.close()
    },
  }
}
