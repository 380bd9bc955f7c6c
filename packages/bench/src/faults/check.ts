import { Client, type Session } from './client.js'
import type { Acknowledged, Known } from './load.js'

interface SeenTicket {
  readonly closed: boolean
  readonly events: readonly { readonly type: string; readonly content: string }[]
}

/** Reads every acknowledged ticket. Returns a sentence for each fact that is missing or wrong. */
export async function lost(url: string, staff: Session, { tickets }: Acknowledged): Promise<string[]> {
  const client = new Client(url)
  const faults: string[] = []
  const numbers = new Set(tickets.map(({ number }) => number))
  if (numbers.size !== tickets.length) faults.push('two tickets have the same number')
  for (const ticket of tickets) {
    const { status, code, data } = await client.ask('/ticket/get', { ticketNumber: ticket.number }, staff)
    if (status !== 200) faults.push(`ticket ${ticket.number}: ${code}`)
    else faults.push(...differences(ticket, data as SeenTicket))
  }
  client.close()
  return faults
}

function differences(known: Known, { closed, events }: SeenTicket): string[] {
  const faults: string[] = []
  const comments = events.filter(({ type }) => type === 'COMMENT').map(({ content }) => content)
  const expected = [...known.comments]
  if (comments.length > expected.length && known.pending !== undefined) expected.push(known.pending)
  if (comments.join('\n') !== expected.join('\n'))
    faults.push(`ticket ${known.number}: ${comments.length} comments, ${expected.length} expected`)
  const mayDiffer = known.pending === 'close' || known.pending === 'open'
  if (closed !== known.isClosed && !mayDiffer) faults.push(`ticket ${known.number}: closed is ${closed}`)
  const last = events.findLast(({ type }) => type === 'CLOSE' || type === 'RE_OPEN')
  if (closed !== (last?.type === 'CLOSE'))
    faults.push(`ticket ${known.number}: its state and its history differ`)
  return faults
}
