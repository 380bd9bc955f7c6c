import type { Topic } from './topic.js'

export const paymentTopics: readonly Topic[] = [
  {
    department: 'Payments',
    tag: 'refund',
    titles: ['Charged twice for order {order}', 'Double payment of {amount}'],
    openings: [
      'My bank shows {amount} twice on {day}, but I have one order only. Please send one of them back.',
      'The payment page hung, so I pressed the button again. Now {amount} has gone twice.',
    ],
    talk: [
      'I see both. The second was never collected, and disappears from your account within three working days.',
      'It is still there, and the bank says that it is final.',
      'Then I send it back from our side today. Please allow two days for the transfer.',
      'Do you need my account number?',
      'No, it goes back the way it came.',
      'It has arrived. Thank you for taking care of it.',
    ],
  },
  {
    department: 'Payments',
    tag: 'question',
    titles: ['Invoice for order {order}', 'Invoice with our company name'],
    openings: [
      'For my tax return I need an invoice of order {order}, made out to my company in {city}.',
      'I cannot find the invoice of the {product} in my account. Could you send it again?',
    ],
    talk: [
      'Of course. What is the exact name, and is there a tax number to be printed?',
      'Only the name of the company, as on the address. No number.',
      'It is on its way by mail. From now on you find it in your account too.',
      'The date is missing on it. My accountant insists.',
      'Corrected, with the date of delivery as well.',
      'Perfect, that is all I need.',
    ],
  },
  {
    department: 'Payments',
    tag: 'question',
    titles: ['Can I pay the {product} in instalments?', 'Paying in parts'],
    openings: [
      'I would like to buy the {product}, but not pay it at once. Do you offer instalments?',
      'At the checkout I could choose six months, and now the choice is gone. Was it taken away?',
    ],
    talk: [
      'We offer three, six or twelve months from 200.00 on, without interest for the first six.',
      'Then six. Can I still take the helmet in the same order?',
      'Yes, the whole order counts. The choice appears once the basket is above 200.00.',
      'It appears, but the bank refused me without a reason.',
      'We are not told the reason either. A second try on {day} often works, and paying by transfer always does.',
      'The second try worked. Thanks for the tip.',
    ],
  },
  {
    department: 'Payments',
    tag: 'refund',
    titles: ['Refund of {amount} not received', 'Still waiting for my money back'],
    openings: [
      'I sent the {product} back two weeks ago, and have a receipt for it. The {amount} are still missing.',
      'You wrote that {amount} would come within five days. It has been nine.',
    ],
    talk: [
      'You are right to ask. The parcel was booked in under a wrong number, which I have just put right.',
      'So when can I expect it?',
      'The transfer left us today. It will be with you by {day}.',
      'It came, but 4.90 are missing.',
      'Those are the costs of delivery, which should have been part of it. I have sent them too.',
      'All is settled now, thank you.',
    ],
  },
  {
    department: 'Payments',
    tag: 'account',
    titles: ['Voucher is not accepted', 'Gift card for the {product}'],
    openings: [
      'I have a gift card of {amount}, and the page says that the code is unknown. It is from your shop in {city}.',
      'My voucher expired on {day}, while your site was down. Can it be used once more?',
    ],
    talk: [
      'Please send me the last four characters of the code, never the whole code.',
      'They are 7QK2.',
      'It had not been switched on at the till. It is now, for a year from today.',
      'Can I use it for two orders?',
      'Yes, what is left stays on it.',
      'Used the first half already. Thank you!',
    ],
  },
]
