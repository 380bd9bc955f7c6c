import { useQueryClient } from '@tanstack/react-query'
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useDesk } from '../app/desk.js'
import { useMe } from '../app/me.js'
import { Heading } from '../components/heading.js'
import { TicketForm, type TicketFormProps } from '../customers/ticket-form.js'
import { TicketSent } from '../customers/ticket-sent.js'
import { useWords } from '../words/customers/index.js'
import { MustSignIn } from './must-sign-in.js'
import { useReady } from './ready.js'
import type { SharedDesk } from './shared-desks.js'
import { addressOf, ownAttributes, SupportElement } from './support-element.js'
import { SupportTickets } from './support-tickets.js'
import { View } from './view.js'

/** A form that opens a ticket. */
export class SupportForm extends SupportElement {
  static observedAttributes = [...ownAttributes, 'department', 'subject', 'name', 'email', 'href']
  #round = 0

  /** Empties the form. */
  reset(): void {
    this.#round++
    this.update()
  }

  protected override view(desk: SharedDesk) {
    return (
      <Part
        key={this.#round}
        departmentId={this.number('department')}
        title={this.text('subject')}
        name={this.text('name')}
        email={this.text('email')}
        onCreated={(ticketNumber) => this.tell('support-created', { ticketNumber }) || this.reset()}
        onAgain={() => this.reset()}
        whereSent={(ticketNumber, children) => this.#whereSent(desk, ticketNumber, children)}
      />
    )
  }

  /** Returns a link to the page that `href` names, or a button that opens the ticket in a `<support-tickets>` of the page. */
  #whereSent(desk: SharedDesk, ticketNumber: number, children: ComponentChildren) {
    const address = this.text('href')
    if (address)
      return (
        <a href={addressOf(address, ticketNumber)} class="button" part="button">
          {children}
        </a>
      )
    const list = [...document.querySelectorAll('support-tickets')].find(
      (each) => each instanceof SupportTickets && each.isOf(desk),
    )
    return list instanceof SupportTickets
      ? list.opener(ticketNumber, children, { class: 'button', part: 'button' })
      : undefined
  }
}

interface PartProps extends TicketFormProps {
  readonly onAgain: () => void
  /** Returns a link or a button that opens the ticket; undefined if the page has no place for it. */
  readonly whereSent: (ticketNumber: number, children: ComponentChildren) => ComponentChildren
}

function Part({ onCreated, onAgain, whereSent, ...form }: PartProps) {
  const words = useWords()
  const me = useMe()
  const cache = useQueryClient()
  const [sent, setSent] = useState<number>()
  const { data: settings } = useDesk().useRead('system.getSettings', {})
  const waiting = useReady()
  if (waiting) return waiting
  if (me?.kind === 'guest' && settings?.['mandatory-login']) return <MustSignIn />
  if (sent) {
    const where = whereSent(sent, words.seeCreated)
    return (
      <View isChosen>
        <TicketSent ticketNumber={sent} />
        <div class="row">
          {me?.kind !== 'guest' && where}
          <button type="button" class="quiet" part="button" onClick={onAgain}>
            {words.newTicket}
          </button>
        </div>
      </View>
    )
  }
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
