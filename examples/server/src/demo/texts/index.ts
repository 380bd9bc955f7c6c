import { orderTopics } from './orders.js'
import { paymentTopics } from './payments.js'
import { supportTopics } from './support.js'
import type { Topic } from './topic.js'

export { type Topic, tags } from './topic.js'
export { workshopTopics } from './workshop.js'

/** What customers write about. */
export const customerTopics: readonly Topic[] = [...supportTopics, ...orderTopics, ...paymentTopics]

/** What staff write for each other. */
export const privateNotes = [
  'Third message about this in a month, so I have put it on the list for the weekly meeting.',
  'I rang the depot: nobody picks up after four. Will try again in the morning.',
  'This customer has been with us since the first shop. Please be generous.',
  'The serial number is from the batch with the loose spokes. See the sheet in the workshop.',
  'Goodwill up to 20.00 is fine here, no need to ask me first.',
  'Looks like the same cause as the one from last week. Let us answer them alike.',
]
