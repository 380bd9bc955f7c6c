import type { Topic } from './topic.js'

export const workshopTopics: readonly Topic[] = [
  {
    department: 'Workshop',
    tag: 'stock',
    titles: ['Spokes for the {product} run out', 'Order more brake pads before {day}'],
    openings: [
      'We have enough for this week, not for the next. The supplier in {city} wants the order by {day}.',
      'Two of us used the last ones today. Please order, and put a line on the board when they come.',
    ],
    talk: [
      'Ordered a double amount. They promise five days.',
      'Make it three, please, the {product} of the fair is waiting.',
      'They will try. I fetch them myself if it gets tight.',
      'They came this morning.',
    ],
  },
  {
    department: 'Workshop',
    tag: 'warranty',
    titles: ['Batch check: {product}', 'Loose spokes in the new batch of the {product}'],
    openings: [
      'Three returns in a week with the same fault. Let us check what is still in the store before more go out.',
      'Please look at ten of the {product} and write down the numbers of those that are loose.',
    ],
    talk: [
      'Four of ten are loose, all with numbers from the spring.',
      'Then we stop selling these and tell the maker.',
      'The maker pays for the work. I have put the list into the folder.',
    ],
  },
]
