import type { Client } from '@opensupports/client'
import type { GetTicketAnswer, TicketEvent } from '@opensupports/core'
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useWords } from '../words/customers/index.js'

interface TicketEventsProps {
  readonly client: Client
  readonly ticket: GetTicketAnswer
  /** Shows one event. */
  readonly show: (event: TicketEvent) => ComponentChildren
}

/** The events of a ticket, oldest first: the newest ones, and earlier ones on demand. */
export function TicketEvents({ client, ticket, show }: TicketEventsProps) {
  const words = useWords()
  const [earlier, setEarlier] = useState<readonly TicketEvent[]>([])
  const [next, setNext] = useState<number | null>()
  const { ticketNumber } = ticket
  const before = next === undefined ? ticket.earlierEvents : next
  const showEarlier = async (eventsBefore: number) => {
    const { events, earlierEvents } = await client.ticket.get({ ticketNumber, eventsBefore })
    setEarlier([...events, ...earlier])
    setNext(earlierEvents)
  }
  return (
    <>
      {before !== null && (
        <p class="event">
          <button type="button" class="quiet" onClick={() => void showEarlier(before)}>
            {words.earlier}
          </button>
        </p>
      )}
      {[...earlier, ...ticket.events].map(show)}
    </>
  )
}
