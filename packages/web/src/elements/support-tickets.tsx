import type { ComponentChildren } from 'preact'
import { useWords } from '../words/customers/index.js'
import type { SharedDesk } from './shared-desks.js'
import { addressOf, ownAttributes, SupportElement } from './support-element.js'
import { TicketPart } from './ticket-part.js'
import { View } from './view.js'

/** The class of a link or button, and the name by which the page can style it. */
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
          <TicketPart
            desk={desk}
            ticketNumber={undefined}
            list={{
              pageSize: this.number('per-page'),
              entry: (each, children) => this.opener(each, children, { part: 'entry' }),
            }}
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
