import type { OpenSupports, Storage } from '@opensupports/core'
import { customers, departments, staff } from './people.js'
import { tags } from './texts/index.js'

/** Ids by name. */
export type Ids = ReadonlyMap<string, number>

export async function addDepartments(helpdesk: OpenSupports): Promise<Ids> {
  const [first, ...others] = departments
  const admin = helpdesk.actingAs({ staff: 1 })
  for (const { name, private: isPrivate } of others) {
    await helpdesk.system.addDepartment(admin, { name, private: isPrivate })
  }
  const ids = new Map((await helpdesk.storage.departments.all()).map(({ name, id }) => [name, id]))
  if (!ids.has(first.name)) throw new Error('the default department is missing')
  return ids
}

/** Adds the staff, and returns the ids in the order of the list. */
export async function addStaff(storage: Storage, departmentIds: Ids): Promise<number[]> {
  const [admin, ...others] = staff
  const first = await storage.staff.byEmail(admin.email)
  if (!first) throw new Error('the admin is missing')
  const ids = [first.id]
  for (const { name, email, level } of others) {
    // Use the same password, so that it is hashed only once.
    const member = {
      name,
      email,
      level,
      password: first.password,
      profilePic: '',
      sendEmailOnNewTicket: false,
    }
    const id = await storage.staff.insert(member)
    if (id === undefined) throw new Error(`${email} is taken`)
    ids.push(id)
  }
  for (const [place, { serves }] of staff.entries()) {
    const served = serves.flatMap((name) => departmentIds.get(name) ?? [])
    await storage.staff.setDepartments(ids[place] ?? 0, served)
  }
  return ids
}

export async function addCustomers(helpdesk: OpenSupports, password: string): Promise<void> {
  for (const customer of customers) await helpdesk.user.signup({}, { ...customer, password })
}

export async function addTags(storage: Storage): Promise<Ids> {
  const ids = new Map<string, number>()
  for (const tag of tags) {
    const id = await storage.tags.insert(tag)
    if (id !== undefined) ids.set(tag.name, id)
  }
  return ids
}
