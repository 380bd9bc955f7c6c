import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'preact/hooks'
import { useDesk } from '../app/desk.js'
import { useMe } from '../app/me.js'
import { Heading } from '../components/heading.js'
import { TicketForm, type TicketFormProps } from '../customers/ticket-form.js'
import { TicketSent } from '../customers/ticket-sent.js'
import { useWords } from '../words/customers/index.js'
import { MustSignIn } from './must-sign-in.js'
import { useReady } from './ready.js'
import { ownAttributes, SupportElement } from './support-element.js'
import { View } from './view.js'

/** A form that opens a ticket. */
export class SupportForm extends SupportElement {
  static observedAttributes = [...ownAttributes, 'department', 'subject', 'name', 'email']
  #round = 0

  /** Empties the form. */
  reset(): void {
    this.#round++
    this.update()
  }

  protected override view() {
    return (
      <Part
        key={this.#round}
        departmentId={this.number('department')}
        title={this.text('subject')}
        name={this.text('name')}
        email={this.text('email')}
        onCreated={(ticketNumber) => this.tell('support-created', { ticketNumber }) || this.reset()}
        onAgain={() => this.reset()}
      />
    )
  }
}

function Part({ onCreated, onAgain, ...form }: TicketFormProps & { readonly onAgain: () => void }) {
  const words = useWords()
  const me = useMe()
  const cache = useQueryClient()
  const [sent, setSent] = useState<number>()
  const { data: settings } = useDesk().useRead('system.getSettings', {})
  const waiting = useReady()
  if (waiting) return waiting
  if (me?.kind === 'guest' && settings?.['mandatory-login']) return <MustSignIn />
  if (sent)
    return (
      <View isChosen>
        <TicketSent ticketNumber={sent} />
        <button type="button" class="quiet" part="button" onClick={onAgain}>
          {words.newTicket}
        </button>
      </View>
    )
  const show = (ticketNumber: number) => {
    if (onCreated(ticketNumber)) setSent(ticketNumber)
    // Lists of the page show it at once.
    void cache.invalidateQueries({ queryKey: ['opensupports', 'user.getTickets'] })
  }
  return (
    <View>
      <Heading>{words.newTicket}</Heading>
      <div class="card" part="card">
        <TicketForm {...form} onCreated={show} />
      </div>
    </View>
  )
}
