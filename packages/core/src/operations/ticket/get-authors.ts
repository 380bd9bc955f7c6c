import * as v from 'valibot'
import { personView } from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import type { PersonView } from '../../model/index.js'
import { personViewSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { type AccountInput, accounts } from '../../params/index.js'

/** What `/ticket/get-authors` takes. */
export interface GetAuthorsParams {
  /** At most 500. */
  readonly authors: readonly AccountInput[]
}

/**
 * Returns users and staff members by id, in the given order.
 *
 * @throws INVALID_LIST when one of them does not exist.
 */
export const getAuthors = operation<GetAuthorsParams, PersonView[]>()({
  path: '/ticket/get-authors',
  permission: 'staff_1',
  params: { authors: accounts('INVALID_LIST') },
  data: v.array(personViewSchema),
  async read(call, { authors }) {
    const people = await call.people.byRefs(authors)
    const byKey = new Map(people.map((person) => [`${person.kind} ${person.id}`, person]))
    return authors.map(({ kind, id }) => personView(byKey.get(`${kind} ${id}`) ?? fail('INVALID_LIST')))
  },
})
