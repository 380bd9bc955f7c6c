import { OpenSupports, type Storage } from '@opensupports/core'
import { addCustomers, addDepartments, addStaff, addTags } from './furnish.js'
import { actorsOf, live } from './live.js'
import { customers, staff } from './people.js'
import { daysBack, plan } from './plan.js'
import { seeded } from './seeded.js'

/** An account to sign in with. */
export interface Login {
  readonly name: string
  readonly email: string
  readonly role: 'admin' | 'staff' | 'customer'
}

const day = 86_400_000

/** The settings of a demo. */
export interface DemoSettings {
  readonly now: Date
  /** The password of all accounts. */
  readonly password: string
  /** The address of the site. */
  readonly url: string
}

/**
 * Installs a helpdesk in the storage and fills it with the last 90 days of a bicycle shop, up to `now`. The data is the
 * same each time. It is stored in one transaction.
 *
 * @returns accounts to sign in with; undefined, without any change, if the helpdesk is already installed
 */
export function fillDemo(storage: Storage, settings: DemoSettings): Promise<readonly Login[] | undefined> {
  // A long transaction is acceptable here: there are no other users yet, and it can be repeated after a failure.
  return storage.transaction((tx) => fill(tx, settings))
}

async function fill(
  storage: Storage,
  { now, password, url }: DemoSettings,
): Promise<readonly Login[] | undefined> {
  const random = seeded(2_026)
  const clock = { time: new Date(now.getTime() - (daysBack + 10) * day), now: () => clock.time }
  // Simulates the shop's history: a separate helpdesk, whose clock is set to the time of each step.
  const helpdesk = new OpenSupports({ storage, clock, random, passwordCost: 4 })
  const [admin, agent] = staff
  const { name, email } = admin
  const installed = await helpdesk.install({ title: 'Harbour Cycles', url, admin: { name, email, password } })
  if (!installed) return undefined

  const departmentIds = await addDepartments(helpdesk)
  const staffIds = await addStaff(storage, departmentIds)
  await addCustomers(helpdesk, password)
  const tagIds = await addTags(storage)

  const actors = actorsOf(helpdesk, staffIds)
  const world = { helpdesk, actors, ticketNumbers: new Map<number, number>(), departmentIds, tagIds }
  for (const step of plan(random, now)) {
    clock.time = step.at
    await live(step, world)
  }
  const [customer] = customers
  return [
    { name: admin.name, email: admin.email, role: 'admin' },
    { name: agent.name, email: agent.email, role: 'staff' },
    ...(customer ? [{ ...customer, role: 'customer' } as const] : []),
  ]
}
