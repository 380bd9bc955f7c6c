import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'preact/hooks'
import { guestClient, useRead } from '../app/client.js'
import { LiveUpdates } from '../app/live.js'
import { useMe } from '../app/me.js'
import { go, type PageProps } from '../app/router.js'
import { fill } from '../app/words.js'
import { Captcha, useCaptcha } from '../components/captcha.js'
import { Field } from '../components/field.js'
import { Form, Refused, type Values } from '../components/form.js'
import { Loading } from '../components/loading.js'
import { useWords } from '../words/customers/index.js'
import { TicketView } from './ticket-view.js'

/** What a guest reads is kept apart from what a person who is signed in reads. */
const guestCache = new QueryClient()

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
    void guestClient.session.get().then((session) => setOpen(session?.ticketNumber === ticketNumber))
  }, [ticketNumber])
  if (!settings || !me || (mustSignIn && ticketNumber > 0)) return <Loading />
  if (isOpen && ticketNumber > 0)
    return (
      <QueryClientProvider client={guestCache}>
        <LiveUpdates client={guestClient} isSignedIn>
          <TicketView client={guestClient} ticketNumber={ticketNumber} />
        </LiveUpdates>
      </QueryClientProvider>
    )
  return (
    <Ask
      number={params.number ?? ''}
      email={params.email ?? ''}
      proof={query.get('proof') ?? undefined}
      onOpen={() => setOpen(true)}
    />
  )
}

interface AskProps {
  readonly number: string
  readonly email: string
  readonly proof: string | undefined
  readonly onOpen: () => void
}

function Ask({ number, email, proof, onOpen }: AskProps) {
  const words = useWords()
  const captcha = useCaptcha()
  const send = async ({ text }: Values) => {
    const ticketNumber = Number(text('number'))
    if (!(ticketNumber > 0)) throw new Refused(words.noTicket)
    const address = text('email')
    const proved = proof ? { proof } : captcha.solution()
    await guestClient.ticket.check({ ticketNumber, email: address, ...proved })
    guestCache.clear()
    if (number === '') go(`/check-ticket/${ticketNumber}/${encodeURIComponent(address)}`, { replace: true })
    onOpen()
  }
  return (
    <div class="page narrow">
      <h1>{words.seeTicket}</h1>
      <div class="card">
        {proof && <p>{fill(words.confirmText, { email })}</p>}
        <Form submit={words.seeTicket} send={send}>
          <Field
            name="number"
            label={words.ticketNumber}
            inputMode="numeric"
            autocomplete="off"
            required
            defaultValue={number}
          />
          <Field
            name="email"
            type="email"
            label={words.email}
            autocomplete="email"
            required
            defaultValue={email}
          />
          {!proof && <Captcha captcha={captcha} />}
        </Form>
      </div>
    </div>
  )
}
