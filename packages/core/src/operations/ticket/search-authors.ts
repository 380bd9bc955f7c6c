import * as v from 'valibot'
import { personView } from '../../domain/index.js'
import { PersonView } from '../../model/index.js'
import { operation } from '../../operation/index.js'
import { accounts, optional, text, zeroOrOne } from '../../params/index.js'

/**
 * The first ten users and staff members whose name holds the query, names that start with it first.
 *
 * @throws INVALID_QUERY, INVALID_BLACK_LIST, INVALID_USER_SEARCH_OPTION
 */
export const searchAuthors = operation({
  path: '/ticket/search-authors',
  permission: 'staff_1',
  params: {
    /** Left out or empty: everybody, by id. */
    query: optional(text('INVALID_QUERY', 10_000)),
    /** Who is not to be found. */
    blackList: optional(accounts('INVALID_BLACK_LIST'), []),
    /** Users only. */
    searchUsers: optional(zeroOrOne('INVALID_USER_SEARCH_OPTION'), false),
  },
  data: v.object({ authors: v.array(PersonView) }),
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
