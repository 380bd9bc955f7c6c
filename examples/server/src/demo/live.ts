import type { OpenSupports, SessionContext } from '@opensupports/core'
import type { Ids } from './furnish.js'
import { customers } from './people.js'
import type { Step, Who } from './plan.js'

/** Returns the session of a person. */
type Actors = (who: Who) => SessionContext

export function actorsOf(helpdesk: OpenSupports, staffIds: readonly number[]): Actors {
  const staffSessions = staffIds.map((id) => helpdesk.actingAs({ staff: id }))
  const customerSessions = customers.map((user) => helpdesk.actingAs({ user }))
  return (who) => {
    const session = 'staff' in who ? staffSessions[who.staff] : customerSessions[who.customer]
    if (!session) throw new RangeError('there is no person with that index')
    return session
  }
}

export interface World {
  readonly helpdesk: OpenSupports
  readonly actors: Actors
  /** Ticket numbers by the index of the ticket in the plan. */
  readonly ticketNumbers: Map<number, number>
  readonly departmentIds: Ids
  readonly tagIds: Ids
}

/** Performs one step as its actor. */
export async function live(step: Step, world: World): Promise<void> {
  const { helpdesk, actors, ticketNumbers, departmentIds, tagIds } = world
  if (step.does === 'create') {
    const { title, content, topic } = step
    const departmentId = departmentIds.get(topic.department)
    if (departmentId === undefined) throw new Error(`no department ${topic.department}`)
    const made = await helpdesk.ticket.create(actors(step.by), { title, content, departmentId })
    ticketNumbers.set(step.ticket, made.ticketNumber)
    return
  }
  const ticketNumber = ticketNumbers.get(step.ticket)
  if (ticketNumber === undefined) throw new Error('a step uses a ticket before its creation')
  if (step.does === 'tag') {
    const ticket = await helpdesk.storage.tickets.byNumber(ticketNumber)
    const tagId = tagIds.get(step.tag)
    if (ticket && tagId !== undefined) await helpdesk.storage.tickets.addTag(ticket.id, tagId)
    return
  }
  const session = actors(step.by)
  switch (step.does) {
    case 'assign':
      await helpdesk.staff.assignTicket(session, { ticketNumber })
      break
    case 'comment':
      // A person who answers has read the ticket.
      await helpdesk.ticket.seen(session, { ticketNumber })
      await helpdesk.ticket.comment(session, { ticketNumber, content: step.content, private: step.private })
      break
    case 'close':
      await helpdesk.ticket.close(session, { ticketNumber })
      break
    case 're-open':
      await helpdesk.ticket.reOpen(session, { ticketNumber })
  }
}
