import { random } from '../random.js'
import { Client, type Session } from './client.js'

/** What the server acknowledged about one ticket. */
export interface Known {
  readonly number: number
  readonly comments: string[]
  isClosed: boolean
  /** The change that was sent and not acknowledged: it may have been made or not. */
  pending?: string | undefined
}

/** Everything that the server acknowledged. */
export interface Acknowledged {
  readonly tickets: Known[]
  requests: number
  readonly refusals: Map<string, number>
}

export const nothingYet = (): Acknowledged => ({ tickets: [], requests: 0, refusals: new Map() })

/**
 * Creates, comments, closes and re-opens tickets of one customer, one request after another, until a connection breaks
 * or `isOver` says so. A member of staff takes some of them.
 */
export async function work(
  url: string,
  { customer, staff }: { readonly customer: Session; readonly staff: Session },
  seed: number,
  known: Acknowledged,
  isOver: () => boolean,
): Promise<void> {
  const client = new Client(url)
  const next = random(seed)
  const own: Known[] = []
  const count = (code: string) => known.refusals.set(code, (known.refusals.get(code) ?? 0) + 1)
  try {
    for (let each = 0; !isOver(); each++) {
      known.requests++
      const ticket = own[Math.floor(next() * own.length)]
      if (!ticket || next() < 0.2) {
        const title = `Ticket ${seed} ${each}`
        const { status, code, data } = await client.ask(
          '/ticket/create',
          { title, content: 'It broke.' },
          customer,
        )
        if (status === 0) return
        if (status !== 200) {
          count(code)
          continue
        }
        const { ticketNumber } = data as { ticketNumber: number }
        const created: Known = { number: ticketNumber, comments: [], isClosed: false }
        own.push(created)
        known.tickets.push(created)
        if (next() < 0.5) {
          const taken = await client.ask('/staff/assign-ticket', { ticketNumber }, staff)
          if (taken.status === 0) return
          if (taken.status !== 200) count(taken.code)
        }
        continue
      }
      const kind = ticket.isClosed ? 'open' : next() < 0.2 ? 'close' : 'comment'
      const content = `Comment ${seed} ${each}`
      ticket.pending = kind === 'comment' ? content : kind
      const { status, code } = await (kind === 'comment'
        ? client.ask('/ticket/comment', { ticketNumber: ticket.number, content }, customer)
        : client.ask(
            `/ticket/${kind === 'close' ? 'close' : 're-open'}`,
            { ticketNumber: ticket.number },
            customer,
          ))
      if (status === 0) return
      // After these, a change may have been made.
      const isUncertain = code === 'DATABASE_UNAVAILABLE' || code === 'INTERNAL_ERROR'
      if (status !== 200) count(code)
      if (isUncertain) return
      if (status === 200) {
        if (kind === 'comment') ticket.comments.push(content)
        else ticket.isClosed = kind === 'close'
      }
      ticket.pending = undefined
    }
  } finally {
    client.close()
  }
}
