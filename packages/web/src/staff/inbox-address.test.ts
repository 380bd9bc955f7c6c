import { expect, test } from 'vitest'
import { addressOf, type Shown, shownIn } from './inbox-address.js'

const first: Shown = { view: 'new', page: 1, department: '', text: '' }
const queryOf = (shown: Shown) => new URL(addressOf(shown), 'https://desk.example').searchParams

test.each<Partial<Shown>>([
  {},
  { view: 'closed' },
  { page: 3 },
  { department: '1' },
  { text: '1' },
  { view: 'all', page: 2, department: '7', text: 'chain & "wheel"' },
])('the inbox finds again what it put into its address: %j', (changes) => {
  const shown = { ...first, ...changes }
  expect(shownIn(queryOf(shown))).toEqual(shown)
})

test('the first page is left out of the address', () => {
  expect(addressOf({ ...first, department: '1' })).toBe('/staff?view=new&department=1')
})

test.each(['view=toString&page=-1', 'view=&page=x', 'page=0.5', ''])(
  'a wrong query shows the first page: %s',
  (query) => {
    expect(shownIn(new URLSearchParams(query))).toEqual(first)
  },
)
