import type { Topic } from './topic.js'

export const orderTopics: readonly Topic[] = [
  {
    department: 'Orders and Delivery',
    tag: 'delivery',
    titles: ['Where is order {order}?', 'Order {order} has not arrived'],
    openings: [
      'The {product} was to be here on {day}. The tracking page has shown the same line for four days now.',
      'I have waited at home twice for the {product}, and nobody came. When will you deliver order {order}?',
    ],
    talk: [
      'I am sorry about that. I have asked the carrier, and expect an answer today.',
      'Thank you. I am at work from {day} on, so please leave it with the neighbours.',
      'It was held at the depot near {city} because of a torn label. It goes out again tomorrow morning.',
      'Nothing came in the morning either.',
      'It is on the van now, says the driver. I have asked him to ring you first.',
      'It is here, in one piece. Thanks for staying with it, {agent}.',
    ],
  },
  {
    department: 'Orders and Delivery',
    tag: 'delivery',
    titles: ['{product} arrived damaged', 'Damaged parcel, order {order}'],
    openings: [
      'The box of the {product} had a hole the size of a fist, and there is a deep scratch on the frame.',
      'Order {order} came today with one side crushed. I have not unpacked it further. What shall I do?',
    ],
    talk: [
      'Please keep the box for the carrier. Is it only the paint, or is something bent as well?',
      'Only the paint, as far as I can see, but it is at eye level.',
      'You may choose: a new one, or a quarter of the price back and you keep this one.',
      'We would rather have a new one, as it is a present.',
      'It leaves us on {day}, and the driver takes the old one along.',
      'Everything went as you said. Thank you.',
    ],
  },
  {
    department: 'Orders and Delivery',
    tag: 'delivery',
    titles: ['Change of address for order {order}', 'Please deliver to {city} instead'],
    openings: [
      'We move to {city} at the end of the month. Can order {order} go there, or must I order anew?',
      'I typed the wrong house number in order {order}. It should be 14, not 41.',
    ],
    talk: [
      'It has not been packed yet, so that is easy. Please send me the whole address as it should be on the label.',
      'Quay Street 14, third floor, bell with my name.',
      'Changed. You will get a new confirmation within the hour.',
      'The confirmation still shows the old one.',
      'That was my mistake: I had saved only the note for the driver. Now both are right.',
      'Yes, now it is correct. Thanks!',
    ],
  },
  {
    department: 'Orders and Delivery',
    tag: 'stock',
    titles: ['When will the {product} be back?', '{product}: sold out in my size'],
    openings: [
      'The page says that the {product} is sold out. Is it worth waiting, or is it gone for good?',
      'I would like two of the {product}, but can put only one into the basket. Are there more to come?',
    ],
    talk: [
      'The next delivery is due in about three weeks. Shall I put one aside for you?',
      'Yes please, in dark green if there is a choice.',
      'It is noted. You will hear from me when it is here, and you need not pay before.',
      'Any news? I would like to plan a trip.',
      'It came yesterday! I have sent you a link to order it.',
      'Ordered. That was worth the wait.',
    ],
  },
  {
    department: 'Orders and Delivery',
    tag: 'refund',
    titles: ['Returning the {product}', 'How do I send order {order} back?'],
    openings: [
      'The {product} is well made, but heavier than I thought. I would like to return it unused.',
      'I ordered the {product} twice by accident. How do I send one of them back?',
    ],
    talk: [
      'That is no trouble. I have mailed you a label: put it on the box, and leave the box at any parcel shop.',
      'The box is too large for the shop in my street. Could somebody fetch it?',
      'Certainly. Would {day} between nine and twelve suit you?',
      'That suits me.',
      'It is booked. The money is back within five days of its arrival here.',
      'The money came today. Very smooth, thanks.',
    ],
  },
  {
    department: 'Orders and Delivery',
    tag: 'stock',
    titles: ['Part missing from order {order}', 'The {product} came without its bracket'],
    openings: [
      'I unpacked the {product} today, and the bracket that is on the list was not in the box.',
      'Of the two things in order {order}, only one was delivered. Does the other come separately?',
    ],
    talk: [
      'It should have been in the same box. May I send you what is missing by letter post?',
      'Yes, as long as it is here before {day}.',
      'It is in the post since noon, to {city}.',
      'The letter came, but it holds the left one and I need the right one.',
      'I am sorry! The right one left today by express. Keep the other as a spare.',
      'Now it is complete. No hard feelings.',
    ],
  },
]
