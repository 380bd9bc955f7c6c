import type { Callers } from './seed.js'

/** A measured request: a path and its parameters. */
export interface Case {
  readonly name: string
  readonly path: string
  readonly writes: boolean
  fields(callers: Callers): Record<string, string>
}

const signedIn = ({ userId, token }: { userId: string | number; token: string }) => ({
  csrf_userid: String(userId),
  csrf_token: token,
})

const search = (name: string, query: (callers: Callers) => string): Case => ({
  name: `ticket.search, ${name}`,
  path: '/ticket/search',
  writes: false,
  fields: (callers) => ({ ...signedIn(callers.staff), query: query(callers) }),
})

export const cases: readonly Case[] = [
  { name: 'get-settings', path: '/system/get-settings', writes: false, fields: () => ({}) },
  {
    name: 'ticket.get',
    path: '/ticket/get',
    writes: false,
    fields: ({ customer, ticketNumber }) => ({ ...signedIn(customer), ticketNumber: String(ticketNumber) }),
  },
  {
    name: 'get-all-tickets',
    path: '/staff/get-all-tickets',
    writes: false,
    fields: ({ staff }) => ({ ...signedIn(staff), page: '1' }),
  },
  search('a rare word', () => 'zeppelin'),
  search('a frequent word', () => 'printer'),
  search('a number', ({ ticketNumber }) => String(ticketNumber)),
  {
    name: 'ticket.create',
    path: '/ticket/create',
    writes: true,
    fields: ({ customer }) => ({
      ...signedIn(customer),
      title: 'It does not print',
      content: 'The printer in the hall <b>does not print</b>. What can we do about it?',
    }),
  },
]
