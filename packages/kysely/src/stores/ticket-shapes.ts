import type { TicketFilter, TicketQuery } from '@opensupports/core'
import { placeholder } from '../statement.js'

/** A list of tickets in which placeholders stand for ids. Lists that differ only in their ids share their statements. */
export interface ListShape {
  readonly query: TicketQuery
  /** The ids by the names of their placeholders. */
  readonly values: Readonly<Record<string, number>>
  /**
   * Distinguishes this shape from others. Searches for different texts have the same shape: a statement that depends on the
   * text gets no key, or adds one of its own. Undefined for searches by title, whose statements depend on what the words
   * find, and for lists with many ids, whose statements are long and rarely needed again.
   */
  readonly filterKey: string | undefined
}

/** The most ids of a list whose statements are kept. */
const mostIds = 200

/** Returns the shape of a list. An id that occurs twice gets the same placeholder, so that repetitions stay visible. */
export function shapeOf(asked: TicketQuery): ListShape {
  const values: Record<string, number> = {}
  const known = new Map<string, number>()
  const marks =
    (kind: string) =>
    (id: number): number => {
      const own = `${kind}${id}`
      const mark = known.get(own)
      if (mark !== undefined) return mark
      const name = `${kind}${known.size}`
      values[name] = id
      const added: number = placeholder(name)
      known.set(own, added)
      return added
    }
  const filter = withPlaceholders(asked.filter, marks)
  const isKept = filter.titleContains === undefined && known.size <= mostIds
  const named = filter.text === undefined ? filter : { ...filter, text: '' }
  return { query: { ...asked, filter }, values, filterKey: isKept ? JSON.stringify(named) : undefined }
}

type Marks = (kind: string) => (id: number) => number

function withPlaceholders(filter: TicketFilter, marks: Marks): TicketFilter {
  const { anyOf, departments, outside, linkedToStaff, authors, owners, numbers, tags } = filter
  const ofDepartments = marks('d')
  const ofStaff = marks('s')
  const ofUsers = marks('u')
  return Object.assign(
    {},
    filter,
    anyOf && {
      anyOf: anyOf.map((scope) => ({
        ...(scope.departments && { departments: scope.departments.map(ofDepartments) }),
        ...(scope.writtenByStaff !== undefined && { writtenByStaff: ofStaff(scope.writtenByStaff) }),
      })),
    },
    departments && { departments: departments.map(ofDepartments) },
    outside && { outside: outside.map(ofDepartments) },
    linkedToStaff !== undefined && { linkedToStaff: ofStaff(linkedToStaff) },
    authors && {
      authors: authors.map(({ kind, id }) => ({ kind, id: kind === 'staff' ? ofStaff(id) : ofUsers(id) })),
    },
    owners && { owners: owners.map(ofStaff) },
    numbers && { numbers: numbers.map(marks('n')) },
    tags && { tags: tags.map(marks('t')) },
  )
}
