import type { PeopleStore, Person } from '@opensupports/core'
import { sql } from 'kysely'
import type { Dialect } from '../dialects/dialect.js'
import type { Db } from '../schema.js'

interface Row {
  kind: 'user' | 'staff'
  id: number
  name: string
  email: string
  profile_pic: string | null
}
const personOf = ({ profile_pic, ...row }: Row): Person => ({ ...row, profilePic: profile_pic })

/** Union of staff and users, so that they can be sorted and limited together. */
const people = sql`(select 'staff' as kind, 0 as place, id, name, email, profile_pic from staff
  union all select 'user', 1, id, name, email, null from ${sql.table('user')}) p`

export const peopleStore = (db: Db, { text }: Pick<Dialect, 'text'>): PeopleStore => ({
  async search({ name, usersOnly, except, limit }) {
    const excluded = except.map(({ kind, id }) => sql`not (p.kind = ${kind} and p.id = ${id})`)
    const conditions = [
      sql`1 = 1`,
      ...(name === undefined ? [] : [text.holds('p.name', name)]),
      ...(usersOnly ? [sql`p.kind = 'user'`] : []),
      ...excluded,
    ]
    const prefixFirst = sql`case when ${text.startsWith('p.name', name ?? '')} then 0 else 1 end, p.place, p.id`
    const { rows } = await sql<Row>`select p.kind, p.id, p.name, p.email, p.profile_pic from ${people}
      where ${sql.join(conditions, sql` and `)}
      order by ${name === undefined ? sql`p.id, p.place` : prefixFirst} limit ${limit}`.execute(db)
    return rows.map(personOf)
  },
  async byRefs(refs) {
    const ids = (kind: 'user' | 'staff') => refs.filter((ref) => ref.kind === kind).map(({ id }) => id)
    const [staffIds, userIds] = [ids('staff'), ids('user')]
    const staff =
      staffIds.length === 0
        ? []
        : await db
            .selectFrom('staff')
            .select(['id', 'name', 'email', 'profile_pic'])
            .where('id', 'in', staffIds)
            .execute()
    const users =
      userIds.length === 0
        ? []
        : await db.selectFrom('user').select(['id', 'name', 'email']).where('id', 'in', userIds).execute()
    return [
      ...staff.map((row) => personOf({ kind: 'staff', ...row })),
      ...users.map((row) => personOf({ kind: 'user', ...row, profile_pic: null })),
    ]
  },
})
