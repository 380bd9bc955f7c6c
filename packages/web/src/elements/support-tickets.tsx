import type { ComponentChildren } from 'preact'
import { useMe } from '../app/me.js'
import { TicketList, type TicketListProps } from '../customers/ticket-list.js'
import { useWords } from '../words/customers/index.js'
import { Following } from './following.js'
import { ForCustomers } from './for-customers.js'
import { useReady } from './ready.js'
import type { SharedDesk } from './shared-desks.js'
import { addressOf, ownAttributes, SupportElement } from './support-element.js'
import { TicketPart } from './ticket-part.js'
import { View } from './view.js'

/** How a link or button looks, and how the page can change that. */
interface Looks {
  readonly class?: string
  readonly part: string
}

/** The list of the reader's tickets; a ticket that the reader chooses takes its place. */
export class SupportTickets extends SupportElement {
  static observedAttributes = [...ownAttributes, 'per-page', 'ticket-number', 'href']
  /** Whether the reader has moved between the list and a ticket. */
  #hasMoved = false

  protected override view(desk: SharedDesk) {
    const ticketNumber = this.number('ticket-number')
    if (ticketNumber === undefined)
      return (
        <View key="list" isChosen={this.#hasMoved}>
          <List
            desk={desk}
            pageSize={this.number('per-page')}
            entry={(each, children) => this.opener(each, children, { part: 'entry' })}
            onTicket={(opened) => this.#move(opened)}
          />
        </View>
      )
    return (
      <View key={ticketNumber} isChosen={this.#hasMoved}>
        <Back onBack={() => this.#move(undefined)} />
        <TicketPart
          desk={desk}
          ticketNumber={ticketNumber}
          onTicket={(opened) => this.#move(opened)}
          onAnswered={(answered) => this.tell('support-answered', { ticketNumber: answered })}
        />
      </View>
    )
  }

  /** Returns a link or button that opens a ticket here, or on the page that `href` names. */
  opener(ticketNumber: number, children: ComponentChildren, looks: Looks) {
    const address = this.text('href')
    const open = (event: MouseEvent) => {
      if (!this.tell('support-opened', { ticketNumber })) event.preventDefault()
      else if (!address) this.#move(ticketNumber)
    }
    if (address)
      return (
        <a href={addressOf(address, ticketNumber)} onClick={open} {...looks}>
          {children}
        </a>
      )
    return (
      <button type="button" onClick={open} {...looks}>
        {children}
      </button>
    )
  }

  #move(ticketNumber: number | undefined) {
    this.#hasMoved = true
    if (ticketNumber === undefined) this.removeAttribute('ticket-number')
    else this.setAttribute('ticket-number', String(ticketNumber))
  }
}

function Back({ onBack }: { readonly onBack: () => void }) {
  const words = useWords()
  return (
    <p>
      <button type="button" class="quiet small" part="button" onClick={onBack}>
        ← {words.myTickets}
      </button>
    </p>
  )
}

interface ListProps extends TicketListProps {
  readonly desk: SharedDesk
  readonly onTicket: (ticketNumber: number) => void
}

/** The list for customers; guests can open a ticket that they know. */
function List({ desk, onTicket, ...list }: ListProps) {
  const me = useMe()
  const waiting = useReady()
  if (waiting) return waiting
  if (me?.kind === 'user')
    return (
      <Following desk={desk}>
        <TicketList {...list} />
      </Following>
    )
  if (me?.kind === 'staff') return <ForCustomers />
  return <TicketPart desk={desk} ticketNumber={undefined} onTicket={onTicket} onAnswered={() => {}} />
}
