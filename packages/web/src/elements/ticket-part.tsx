import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'preact/hooks'
import { emptyCache } from '../app/cache.js'
import { DeskContext, useDesk } from '../app/desk.js'
import { LiveUpdates } from '../app/live.js'
import { useMe } from '../app/me.js'
import { AskTicket } from '../customers/ask-ticket.js'
import { TicketList, type TicketListProps } from '../customers/ticket-list.js'
import { TicketView } from '../customers/ticket-view.js'
import { Following } from './following.js'
import { ForCustomers } from './for-customers.js'
import { MustSignIn } from './must-sign-in.js'
import { useReady } from './ready.js'
import type { SharedDesk } from './shared-desks.js'

interface TicketPartProps {
  readonly desk: SharedDesk
  readonly ticketNumber: number | undefined
  /** How to list tickets while the page has given no number. By default, each is a button that opens it here. */
  readonly list?: TicketListProps
  /** Of a guest. */
  readonly email?: string | undefined
  readonly proof?: string | undefined
  /** Called when the reader has opened a ticket whose number the page did not give. */
  readonly onTicket: (ticketNumber: number) => void
  readonly onAnswered?: (ticketNumber: number) => void
}

/** Returns what makes entries of a list buttons that open tickets. */
const opener =
  (onTicket: (ticketNumber: number) => void): TicketListProps['entry'] =>
  (ticketNumber, children) => (
    <button type="button" onClick={() => onTicket(ticketNumber)} part="entry">
      {children}
    </button>
  )

/**
 * A ticket: of the customer who is signed in, or of a guest who knows its number and address. Without a number, a list of
 * the customer's tickets.
 */
export function TicketPart(props: TicketPartProps) {
  const { desk, ticketNumber, list, email, proof, onTicket, onAnswered } = props
  const me = useMe()
  const place = useDesk()
  const { data: settings } = place.useRead('system.getSettings', {})
  const [opened, setOpened] = useState<number>()
  const isSignedIn = me !== undefined && me.kind !== 'guest'
  useEffect(() => {
    // The guest has opened this ticket in this tab before.
    void desk.guest.client.session.get().then((session) => setOpened(session?.ticketNumber))
  }, [desk, ticketNumber])
  const waiting = useReady()
  if (waiting) return waiting
  if (isSignedIn && ticketNumber !== undefined)
    return (
      <Following desk={desk}>
        <TicketView ticketNumber={ticketNumber} onAnswered={() => onAnswered?.(ticketNumber)} />
      </Following>
    )
  if (me?.kind === 'staff') return <ForCustomers />
  if (isSignedIn)
    return (
      <Following desk={desk}>
        <TicketList {...(list ?? { entry: opener(onTicket) })} />
      </Following>
    )
  if (settings?.['mandatory-login']) return <MustSignIn />
  if (ticketNumber !== undefined && opened === ticketNumber)
    return (
      <QueryClientProvider client={desk.guestCache}>
        <DeskContext.Provider value={{ ...place, ...desk.guest }}>
          <LiveUpdates isSignedIn>
            <TicketView ticketNumber={ticketNumber} onAnswered={() => onAnswered?.(ticketNumber)} />
          </LiveUpdates>
        </DeskContext.Provider>
      </QueryClientProvider>
    )
  const open = (number: number) => {
    emptyCache(desk.guestCache)
    setOpened(number)
    onTicket(number)
  }
  return (
    <slot name="guest">
      <AskTicket
        key={ticketNumber}
        guests={desk.guest.client}
        number={ticketNumber?.toString()}
        email={email}
        proof={proof}
        onOpen={open}
      />
    </slot>
  )
}
