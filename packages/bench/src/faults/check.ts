import { Client, type Session } from './client.js'
import type { Acknowledged, Known } from './load.js'

interface SeenTicket {
  readonly closed: boolean
  readonly owner: { readonly id: number } | null
  readonly events: readonly { readonly type: string; readonly content: string }[]
}

/**
 * Reads every acknowledged ticket. Returns a sentence for each fact that is missing or wrong. Other tickets have no owner.
 */
export async function lost(url: string, staff: Session, { tickets }: Acknowledged): Promise<string[]> {
  const client = new Client(url)
  const faults: string[] = []
  const numbers = new Set(tickets.map(({ number }) => number))
  if (numbers.size !== tickets.length) faults.push('two tickets have the same number')
  const seen: SeenTicket[] = []
  for (const ticket of tickets) {
    const { status, code, data } = await client.ask('/ticket/get', { ticketNumber: ticket.number }, staff)
    if (status !== 200) faults.push(`ticket ${ticket.number}: ${code}`)
    else {
      seen.push(data as SeenTicket)
      faults.push(...differences(ticket, data as SeenTicket))
    }
  }
  const { status, code, data } = await client.ask('/staff/get-all', {}, staff)
  if (status !== 200) faults.push(`the members: ${code}`)
  else for (const member of data as readonly Member[]) faults.push(...miscounted(member, seen))
  client.close()
  return faults
}

interface Member {
  readonly id: number
  readonly name: string
  readonly assignedTickets: number
  readonly closedTickets: number
}

function miscounted({ id, name, assignedTickets, closedTickets }: Member, seen: readonly SeenTicket[]) {
  const owned = seen.filter(({ owner }) => owner?.id === id)
  const closed = owned.filter((ticket) => ticket.closed)
  if (assignedTickets === owned.length && closedTickets === closed.length) return []
  const counts = `${assignedTickets} tickets and ${closedTickets} closed ones`
  return [`${name} has ${counts}, ${owned.length} and ${closed.length} expected`]
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
