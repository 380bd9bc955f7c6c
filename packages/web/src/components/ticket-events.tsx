import type { Client } from '@opensupports/client'
import { helpdeskHooks } from '@opensupports/client/react'
import type { GetTicketAnswer, GetTicketEvent } from '@opensupports/core'
import { keepPreviousData } from '@tanstack/react-query'
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { fill } from '../app/words.js'
import { useWords } from '../words/customers/index.js'
import { Alert } from './alert.js'
import { refusal } from './refusal.js'

interface TicketEventsProps {
  readonly client: Client
  readonly ticket: GetTicketAnswer
  /** Shows one event. */
  readonly show: (event: GetTicketEvent) => ComponentChildren
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
  const byMouse = useRef(false)
  const start = useRef<HTMLParagraphElement>(null)
  const { data, error, isFetching, refetch } = useRead(
    'ticket.get',
    { ticketNumber, eventsBefore: before },
    { enabled: isShown, placeholderData: keepPreviousData },
  )
  const isRead = data !== undefined
  useLayoutEffect(() => {
    // The focus was on the button, which is gone. Who reads with a mouse stays at the same message.
    if (isRead && document.activeElement === document.body)
      start.current?.focus({ preventScroll: byMouse.current })
  }, [isRead])
  const read = (event: MouseEvent) => {
    byMouse.current = event.detail > 0
    if (!isShown) setShown(true)
    else if (!isFetching) void refetch()
  }
  // A page that was read before is still shown when it cannot be read again.
  if (!data)
    return (
      <div class="event">
        {error && <Alert tone="bad">{refusal(error, words)}</Alert>}
        <button type="button" class="quiet" aria-disabled={isFetching} onClick={read}>
          {words.earlier}
        </button>
      </div>
    )
  return (
    <>
      {data.earlierEvents !== null && (
        <Earlier client={client} ticketNumber={ticketNumber} before={data.earlierEvents} show={show} />
      )}
      <p class="event" ref={start} tabIndex={-1}>
        {fill(words.earlierShown, { count: data.events.filter(({ type }) => type === 'COMMENT').length })}
      </p>
      {data.events.map(show)}
    </>
  )
}
