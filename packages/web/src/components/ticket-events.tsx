import type { Client } from '@opensupports/client'
import { helpdeskHooks } from '@opensupports/client/react'
import type { GetTicketAnswer, TicketEvent } from '@opensupports/core'
import { keepPreviousData } from '@tanstack/react-query'
import type { ComponentChildren } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { useWords } from '../words/customers/index.js'
import { Alert } from './alert.js'
import { refusal } from './refusal.js'

interface TicketEventsProps {
  readonly client: Client
  readonly ticket: GetTicketAnswer
  /** Shows one event. */
  readonly show: (event: TicketEvent) => ComponentChildren
}

/** The events of a ticket, oldest first: the newest ones, and earlier ones on demand. */
export const TicketEvents = ({ client, ticket, show }: TicketEventsProps) => (
  <>
    {ticket.earlierEvents !== null && (
      <Earlier client={client} ticketNumber={ticket.ticketNumber} before={ticket.earlierEvents} show={show} />
    )}
    {ticket.events.map(show)}
  </>
)

interface EarlierProps extends Pick<TicketEventsProps, 'client' | 'show'> {
  readonly ticketNumber: number
  /** The id of the first event that is shown after these. */
  readonly before: number
}

/**
 * A button for the page of events before another page, and that page once somebody has pressed it. The page is read again
 * when the later page begins with another event, so that no event is missing between the two.
 */
function Earlier({ client, ticketNumber, before, show }: EarlierProps) {
  const words = useWords()
  const { useRead } = useMemo(() => helpdeskHooks(client), [client])
  const [isShown, setShown] = useState(false)
  const { data, error } = useRead(
    'ticket.get',
    { ticketNumber, eventsBefore: before },
    { enabled: isShown, placeholderData: keepPreviousData },
  )
  // A page that was read before is still shown when it cannot be read again.
  if (error && !data) return <Alert tone="bad">{refusal(error, words)}</Alert>
  if (!isShown || !data)
    return (
      <p class="event">
        <button type="button" class="quiet" disabled={isShown} onClick={() => setShown(true)}>
          {words.earlier}
        </button>
      </p>
    )
  return (
    <>
      {data.earlierEvents !== null && (
        <Earlier client={client} ticketNumber={ticketNumber} before={data.earlierEvents} show={show} />
      )}
      {data.events.map(show)}
    </>
  )
}
