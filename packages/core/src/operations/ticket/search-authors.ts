import * as v from 'valibot'
import { personView } from '../../domain/tickets/index.js'
import type { PersonView } from '../../model/index.js'
import { personViewSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { type AccountInput, accounts, optional, text, zeroOrOne } from '../../params/index.js'

/** What `/ticket/search-authors` takes. */
export interface SearchAuthorsParams {
  /** Left out or empty: all, by id. */
  readonly query?: string | undefined
  /** The accounts to leave out. */
  readonly blackList?: readonly AccountInput[] | undefined
  /** Users only. Default: false. */
  readonly searchUsers?: boolean | undefined
}

/** What `/ticket/search-authors` answers. */
export interface FoundAuthors {
  readonly authors: PersonView[]
}

/**
 * Returns the first ten users and staff members whose name contains the query, names that start with it first.
 *
 * @throws INVALID_QUERY, INVALID_BLACK_LIST, INVALID_USER_SEARCH_OPTION
 */
export const searchAuthors = operation<SearchAuthorsParams, FoundAuthors>()({
  path: '/ticket/search-authors',
  permission: 'staff_1',
  params: {
    /** Missing or empty: all accounts, by id. */
    query: optional(text('INVALID_QUERY', 10_000)),
    /** The accounts to leave out. */
    blackList: optional(accounts('INVALID_BLACK_LIST'), []),
    /** Users only. */
    searchUsers: optional(zeroOrOne('INVALID_USER_SEARCH_OPTION'), false),
  },
  data: v.object({ authors: v.array(personViewSchema) }),
  async read(call, { query, blackList, searchUsers }) {
    const people = await call.people.search({
      ...(query && query !== '0' ? { name: query } : {}),
      usersOnly: searchUsers,
      except: blackList,
      limit: 10,
    })
    return { authors: people.map(personView) }
  },
})
