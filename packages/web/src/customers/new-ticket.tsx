import { useState } from 'preact/hooks'
import { useMe, useRefresh } from '../app/me.js'
import { go } from '../app/router.js'
import { useWords } from '../words/customers/index.js'
import { TicketForm } from './ticket-form.js'
import { TicketSent } from './ticket-sent.js'

/** Opens a ticket: for customers, and for guests where the settings allow it. */
export function Page() {
  const words = useWords()
  const me = useMe()
  const refresh = useRefresh()
  const [created, setCreated] = useState<number>()
  const onCreated = async (ticketNumber: number) => {
    if (me?.kind === 'guest') return setCreated(ticketNumber)
    await refresh()
    go(`/tickets/${ticketNumber}`, { replace: true })
  }
  if (created)
    return (
      <div class="page narrow">
        <TicketSent ticketNumber={created} />
      </div>
    )
  return (
    <div class="page middle">
      <h1>{words.newTicket}</h1>
      <div class="card">
        <TicketForm onCreated={onCreated} />
      </div>
    </div>
  )
}
