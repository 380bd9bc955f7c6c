import type { Client } from '@opensupports/client'
import { fill } from '../app/words.js'
import { Captcha, useCaptcha } from '../components/captcha.js'
import { Field } from '../components/field.js'
import { Form, Refused, type Values } from '../components/form.js'
import { Heading } from '../components/heading.js'
import { useWords } from '../words/customers/index.js'

interface AskTicketProps {
  /** The client that keeps the session for the ticket. */
  readonly guests: Client
  /** What the fields hold at first. */
  readonly number?: string | undefined
  readonly email?: string | undefined
  /** From the link of a mail: shows that the guest reads the mails of the address. */
  readonly proof?: string | undefined
  /** Called when the guest may see the ticket. */
  readonly onOpen: (ticketNumber: number, email: string) => void
}

/** Asks a guest for the number of a ticket, and for the address from which it was opened. */
export function AskTicket({ guests, number = '', email = '', proof, onOpen }: AskTicketProps) {
  const words = useWords()
  const captcha = useCaptcha()
  const send = async ({ text }: Values) => {
    const ticketNumber = Number(text('number'))
    if (!(ticketNumber > 0)) throw new Refused(words.noTicket)
    const address = text('email')
    const proved = proof ? { proof } : captcha.solution()
    await guests.ticket.check({ ticketNumber, email: address, ...proved })
    onOpen(ticketNumber, address)
  }
  return (
    <>
      <Heading>{words.seeTicket}</Heading>
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
    </>
  )
}
