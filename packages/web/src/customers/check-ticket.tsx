import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'preact/hooks'
import { emptyCache, newCache } from '../app/cache.js'
import { guestDesk, useRead } from '../app/client.js'
import { DeskContext } from '../app/desk.js'
import { LiveUpdates } from '../app/live.js'
import { useMe } from '../app/me.js'
import { go, type PageProps } from '../app/router.js'
import { Loading } from '../components/loading.js'
import { AskTicket } from './ask-ticket.js'
import { TicketView } from './ticket-view.js'

/** What a guest reads is kept apart from what a person who is signed in reads. */
const guestCache = newCache()

/**
 * A guest's ticket, by the link of a mail, or by its number and the guest's address. With mandatory login, the ticket is
 * behind a sign-in.
 */
export function Page({ params, query }: PageProps) {
  const me = useMe()
  const { data: settings } = useRead('system.getSettings', {})
  const [isOpen, setOpen] = useState(false)
  const ticketNumber = Number(params.number) || 0
  const mustSignIn = settings?.['mandatory-login'] || (me && me.kind !== 'guest')
  const target = me?.kind === 'staff' ? `/staff/tickets/${ticketNumber}` : `/tickets/${ticketNumber}`
  useEffect(() => {
    if (mustSignIn && ticketNumber > 0) go(target, { replace: true })
  }, [mustSignIn, target])
  useEffect(() => {
    // The guest has opened this ticket in this tab before.
    void guestDesk.client.session.get().then((session) => setOpen(session?.ticketNumber === ticketNumber))
  }, [ticketNumber])
  if (!settings || !me || (mustSignIn && ticketNumber > 0)) return <Loading />
  if (isOpen && ticketNumber > 0)
    return (
      <QueryClientProvider client={guestCache}>
        <DeskContext.Provider value={guestDesk}>
          <LiveUpdates isSignedIn>
            <div class="page middle">
              <TicketView ticketNumber={ticketNumber} />
            </div>
          </LiveUpdates>
        </DeskContext.Provider>
      </QueryClientProvider>
    )
  const onOpen = (opened: number, address: string) => {
    emptyCache(guestCache)
    if (opened !== ticketNumber)
      go(`/check-ticket/${opened}/${encodeURIComponent(address)}`, { replace: true })
    setOpen(true)
  }
  return (
    <div class="page narrow">
      <AskTicket
        guests={guestDesk.client}
        number={params.number}
        email={params.email}
        proof={query.get('proof') ?? undefined}
        onOpen={onOpen}
      />
    </div>
  )
}
