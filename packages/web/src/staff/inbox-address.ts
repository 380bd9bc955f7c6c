import type { StaffWords } from '../words/staff/index.js'

/** The views of the inbox, with the word for each. */
export const views = {
  new: 'newTickets',
  mine: 'mine',
  all: 'all',
  closed: 'closedOnes',
} as const satisfies Readonly<Record<string, keyof StaffWords>>
export type View = keyof typeof views

/** What the inbox shows. It is in the address, so that going back leads there. */
export interface Shown {
  readonly view: View
  readonly page: number
  /** Empty for all. */
  readonly department: string
  readonly text: string
}

/** Returns what the inbox shows at an address with this query. */
export function shownIn(query: URLSearchParams): Shown {
  const view = query.get('view') ?? ''
  return {
    view: Object.hasOwn(views, view) ? (view as View) : 'new',
    page: Math.max(1, Math.floor(Number(query.get('page'))) || 1),
    department: query.get('department') ?? '',
    text: query.get('q') ?? '',
  }
}

/** Returns the address of the inbox that shows this. */
export function addressOf({ view, page, department, text }: Shown): string {
  const query = new URLSearchParams({ view })
  if (page > 1) query.set('page', String(page))
  if (department !== '') query.set('department', department)
  if (text !== '') query.set('q', text)
  return `/staff?${query}`
}
