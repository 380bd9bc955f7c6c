import type { DepartmentName } from './people.js'
import { orderTopics } from './topics-orders.js'
import { paymentTopics } from './topics-payments.js'
import { supportTopics } from './topics-support.js'
import { workshopTopics } from './topics-workshop.js'

/** What people write about, with gaps: `{product}`, `{city}`, `{day}`, `{amount}`, `{order}`, `{agent}`, `{customer}`. */
export interface Topic {
  readonly department: DepartmentName
  readonly tag: TagName
  readonly titles: readonly string[]
  readonly openings: readonly string[]
  /** How it goes on: the shop, the customer, the shop, … */
  readonly talk: readonly string[]
}

export const tags = [
  { name: 'delivery', color: '#2f7ed8' },
  { name: 'refund', color: '#c0392b' },
  { name: 'warranty', color: '#8e44ad' },
  { name: 'question', color: '#27ae60' },
  { name: 'account', color: '#7f8c8d' },
  { name: 'stock', color: '#d68910' },
] as const

export type TagName = (typeof tags)[number]['name']

export const topics: readonly Topic[] = [...supportTopics, ...orderTopics, ...paymentTopics]

/** Written by staff, for staff. */
export const internalTopics: readonly Topic[] = workshopTopics

/** What staff write for each other. */
export const privateNotes = [
  'Third message about this in a month, so I have put it on the list for the weekly meeting.',
  'I rang the depot: nobody picks up after four. Will try again in the morning.',
  'This customer has been with us since the first shop. Please be generous.',
  'The serial number is from the batch with the loose spokes. See the sheet in the workshop.',
  'Goodwill up to 20.00 is fine here, no need to ask me first.',
  'Looks like the same cause as the one from last week. Let us answer them alike.',
]
