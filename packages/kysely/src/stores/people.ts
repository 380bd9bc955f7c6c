import type { PeopleStore, Person } from '@opensupports/core'
import { sql } from 'kysely'
import type { Db } from '../schema.js'
import { folded } from '../search/index.js'

interface Row {
  kind: 'user' | 'staff'
  id: number
  name: string
  email: string
  profile_pic: string | null
}
const personOf = ({ profile_pic, ...row }: Row): Person => ({ ...row, profilePic: profile_pic })

/** Staff and users in one table, to be ordered and cut together. */
const people = sql`(select 'staff' kind, 0 place, id, name, email, profile_pic from staff
  union all select 'user', 1, id, name, email, null from "user") p`

export const peopleStore = (db: Db): PeopleStore => ({
  async search({ name, usersOnly, except, limit }) {
    const part = folded(name ?? '')
    const excluded = except.map(({ kind, id }) => sql`not (p.kind = ${kind} and p.id = ${id})`)
    const conditions = [
      sql`1`,
      ...(name === undefined ? [] : [sql`instr(os_folded(p.name), ${part}) > 0`]),
      ...(usersOnly ? [sql`p.kind = 'user'`] : []),
      ...excluded,
    ]
    const prefixFirst = sql`case when substr(os_folded(p.name), 1, ${[...part].length}) = ${part} then 0 else 1 end,
      p.place, p.id`
    const { rows } = await sql<Row>`select p.kind, p.id, p.name, p.email, p.profile_pic from ${people}
      where ${sql.join(conditions, sql` and `)}
      order by ${name === undefined ? sql`p.id, p.place` : prefixFirst} limit ${limit}`.execute(db)
    return rows.map(personOf)
  },
  async byRefs(refs) {
    if (refs.length === 0) return []
    const ids = (kind: 'user' | 'staff') => refs.filter((ref) => ref.kind === kind).map(({ id }) => id)
    const staff = await db
      .selectFrom('staff')
      .select(['id', 'name', 'email', 'profile_pic'])
      .where('id', 'in', ids('staff'))
      .execute()
    const users = await db
      .selectFrom('user')
      .select(['id', 'name', 'email'])
      .where('id', 'in', ids('user'))
      .execute()
    return [
      ...staff.map((row) => personOf({ kind: 'staff', ...row })),
      ...users.map((row) => personOf({ kind: 'user', ...row, profile_pic: null })),
    ]
  },
})
