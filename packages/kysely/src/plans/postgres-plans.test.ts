import { createTestHelpdesk } from '@opensupports/core/testing'
import { afterAll, expect, test } from 'vitest'
import { pglite } from '../pglite.js'
import { emptyPglite } from '../pglite.test-support.js'
import { statementsOf } from './calls.test-support.js'

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Cond'?: string
  readonly Plans?: readonly Plan[]
}

interface Explained {
  readonly 'QUERY PLAN': readonly [{ readonly Plan: Plan }]
}

const big = ['ticket', 'ticketevent', 'log', 'os_event', 'os_outbox', 'os_mail_ledger', 'os_session']

const statements = new Set<string>()
const database = await emptyPglite()
const storage = await pglite(database, { onQuery: (text) => void statements.add(text) })
const desk = await createTestHelpdesk({ storage })
afterAll(() => database.close())
const ran = await statementsOf(desk, statements)

const parts = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(parts)]

/** Takes rows by their ids. */
const isById = ({ 'Index Cond': condition }: Plan) => /^\(\(?(?:\w+\.)?id = /.test(condition ?? '')

/** Returns the big tables that a step gets rows of, except for those that a limit below ends. */
function endless(plan: Plan): string[] {
  if (plan['Node Type'] === 'Limit' || isById(plan)) return []
  const name = plan['Relation Name'] ?? ''
  return [...(big.includes(name) ? [name] : []), ...(plan.Plans ?? []).flatMap(endless)]
}

/** Returns what a plan has to sort, and the big tables that it has to read, whatever that costs. */
async function heavySteps(text: string): Promise<string[]> {
  // A statement by itself, since one with parameters would want their values.
  const [explained] = await database.exec(`explain (generic_plan, format json) ${text}`)
  return (explained?.rows ?? []).flatMap((row) =>
    parts((row as Explained)['QUERY PLAN'][0].Plan).flatMap((step) => {
      const tables = endless(step)
      if (tables.length === 0) return []
      if (step['Node Type'] === 'Sort') return [`sorts: ${tables.join()}`]
      return step['Node Type'] === 'Seq Scan' ? [`reads all: ${tables.join()}`] : []
    }),
  )
}

/** Sorts all that the index of texts finds, to take the newest. */
const known: Readonly<Record<string, readonly string[]>> = { '/staff/search-tickets': ['sorts: ticket'] }

/**
 * At most 5,000 tickets, which were counted, are sorted where a filter leaves few, and all that a search found. So are the
 * named tickets that hold a text.
 */
const isOfFew = (text: string) =>
  ['limit 5001) n', '::bigint[]) as found', '5 as place from ticket t join'].some((part) =>
    text.includes(part),
  )

test('in PostgreSQL, each statement has an index that it need neither sort nor read a big table', async () => {
  // The tables are small. The question is what the indexes allow.
  await database.exec('set enable_sort = off; set enable_seqscan = off')
  const found: Record<string, string[]> = {}
  for (const [text, name] of ran) {
    if (isOfFew(text)) continue
    const steps = (await heavySteps(text)).filter((step) => !known[name]?.includes(step))
    if (steps.length > 0) found[name] = [...(found[name] ?? []), ...steps]
  }
  expect(found).toEqual({})
})

test('but these statements have none', async () => {
  expect(await heavySteps('select id from ticket order by content limit 10')).toContain('sorts: ticket')
  expect(await heavySteps('select id from ticket where title = $1')).toEqual(['reads all: ticket'])
})
