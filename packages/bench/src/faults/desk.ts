import { OpenSupports } from '@opensupports/core'
import { openStorage } from '@opensupports/kysely'
import type { Session } from './client.js'

/** The password of everybody. */
export const password = 'correct horse'

/** The sessions of an installed helpdesk. */
export interface Desk {
  readonly staff: Session
  readonly customers: readonly Session[]
}

/** Installs a helpdesk in an empty database, with one member of staff and some customers. */
export async function installDesk(database: string, customers: number): Promise<Desk> {
  const storage = await openStorage(database)
  const helpdesk = new OpenSupports({ storage, passwordCost: 4 })
  await helpdesk.install({ admin: { name: 'Ada', email: 'ada@fault.example', password } })
  const sessions: Session[] = []
  for (let index = 0; index < customers; index++) {
    const email = `customer${index}@fault.example`
    await helpdesk.user.signup({}, { name: `Customer ${index}`, email, password })
    sessions.push(await helpdesk.user.login({}, { email, password }))
  }
  const staff = await helpdesk.user.login({}, { email: 'ada@fault.example', password, staff: true })
  await storage.close()
  return { staff, customers: sessions }
}
