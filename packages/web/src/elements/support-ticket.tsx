import type { SharedDesk } from './shared-desks.js'
import { ownAttributes, SupportElement } from './support-element.js'
import { TicketPart } from './ticket-part.js'
import { View } from './view.js'

/** A ticket with its messages, and a form for answers. */
export class SupportTicket extends SupportElement {
  static observedAttributes = [...ownAttributes, 'ticket-number', 'email', 'proof']

  protected override view(desk: SharedDesk) {
    const ticketNumber = this.number('ticket-number')
    return (
      <View key={ticketNumber}>
        <TicketPart
          desk={desk}
          ticketNumber={ticketNumber}
          email={this.text('email')}
          proof={this.text('proof')}
          onTicket={(opened) => this.setAttribute('ticket-number', String(opened))}
          onAnswered={(answered) => this.tell('support-answered', { ticketNumber: answered })}
        />
      </View>
    )
  }
}
