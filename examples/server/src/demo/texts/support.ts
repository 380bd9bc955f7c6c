import type { Topic } from './topic.js'

export const supportTopics: readonly Topic[] = [
  {
    department: 'Help and Support',
    tag: 'question',
    titles: ['Which size of the {product} fits me?', 'Frame size for the {product}'],
    openings: [
      'I am 1.72 m tall and between two sizes on your chart for the {product}. Which one would you take?',
      'We cannot come to {city} to try the {product}. Can you help us choose the size from here?',
    ],
    talk: [
      'Gladly. Could you measure the inside of your leg, from the floor to the saddle? That says more than your height.',
      'It is 80 cm, measured twice.',
      'Then take the M. Riders with your measure find the L too long after an hour or two.',
      'And if it does not fit after all?',
      'You have 30 days. Ride it, and if it is wrong we fetch it and send the other size.',
      'That settles it, I shall order the M. Thanks, {agent}!',
    ],
  },
  {
    department: 'Help and Support',
    tag: 'warranty',
    titles: ['{product} makes a clicking noise', 'Strange noise from my {product}'],
    openings: [
      'Since {day} my {product} clicks with each turn of the pedals, louder uphill. I bought it in spring.',
      'After about 300 km the {product} has begun to creak. I have cleaned everything I can reach. What is it?',
    ],
    talk: [
      'Does it also click when you stand up on the pedals, or only in the saddle?',
      'Only when I push hard, standing or not.',
      'Then it is most likely the bottom bracket. It takes ten minutes to tighten, and it is covered by the warranty.',
      'There is a dealer of yours in {city}. Can they do it?',
      'Yes, I have told them. Show them the number of this ticket and you pay nothing.',
      'Done, and it is silent again. Very pleased.',
    ],
  },
  {
    department: 'Help and Support',
    tag: 'account',
    titles: ['I cannot sign in any more', 'Password mail does not arrive'],
    openings: [
      'I asked for a new password three times since {day}, and no mail has come. The spam folder is empty too.',
      'My account says that the password is wrong, though the browser filled it in. Can you look?',
    ],
    talk: [
      'Our mails left the house. Could your address have changed? We write to the one that you ordered with.',
      'Oh. That was my old work address, which I cannot read any more.',
      'No harm done. For your safety, tell me the number of your last order and the town it went to.',
      'It was {order}, delivered to {city}.',
      'That fits. The account has your present address now, and a mail is on its way.',
      'I am in. Thank you for the quick help.',
    ],
  },
  {
    department: 'Help and Support',
    tag: 'question',
    titles: ['How do I fit the {product}?', 'The manual of the {product} is missing a page'],
    openings: [
      'The drawing on page 4 shows a washer that my {product} did not come with. Is it needed?',
      'I have put the {product} together as far as step 6, and now two screws are left over. Should I worry?',
    ],
    talk: [
      'You need not: the bag holds spare parts for an older model too. A photo would let me make sure.',
      'I cannot send one from here, but they are short, black and have a round head.',
      'Those are the spares. Please check after the first ride that nothing has come loose, and you are set.',
      'It rides well. Perhaps the manual could say so?',
      'It will, in the next print. Good point.',
      'Glad to hear it. Have a good week!',
    ],
  },
  {
    department: 'Help and Support',
    tag: 'warranty',
    titles: ['Battery of the {product} lasts half as long', 'Range is getting shorter'],
    openings: [
      'When it was new I reached {city} and came back on one charge. Now I am glad if I get there at all.',
      'The display of the {product} shows 100 % in the morning and 40 % after a few kilometres.',
    ],
    talk: [
      'How cold has it been where you ride, and where do you keep the battery over night?',
      'It is outside under a roof, and we have had frost since {day}.',
      'Cold costs a third of the range, and comes back in spring. Take it indoors for a week and tell me what changes.',
      'Better, but still not as it was.',
      'Then a dealer should read it out. If it holds less than 70 %, you get a new one.',
      'It was at 64 %. The new one is ordered, thanks for not giving up.',
    ],
  },
  {
    department: 'Help and Support',
    tag: 'question',
    titles: ['Visit to the shop with a group', 'Do you rent bikes?'],
    openings: [
      'We are twelve people who will be in {city} for a weekend. Could we rent bikes from you for the {day}?',
      'Our club would like to see your workshop. Is that possible, and does it cost anything?',
    ],
    talk: [
      'That can be arranged. On which date, and how many of you are children?',
      'The second weekend of next month, and two are under ten.',
      'I have kept ten adult bikes and two small ones for you until {day}. Helmets are included.',
      'Wonderful. Do we have to pay in advance?',
      'No, on the day, and only for the bikes that you take.',
      'Then we are all set. See you there!',
    ],
  },
]
