import type { GetTicketAnswer, GetTicketEvent } from '@opensupports/core'
import { client } from '../app/client.js'
import { useMe } from '../app/me.js'
import { fill } from '../app/words.js'
import { PenIcon } from '../components/icons.js'
import { Message } from '../components/message.js'
import { TicketEvents } from '../components/ticket-events.js'
import { Time } from '../components/time.js'
import { useWords } from '../words/customers/index.js'
import { type StaffWords, useStaffWords } from '../words/staff/index.js'
import type { EditedMessage } from './edit-message.js'
import { OriginalMail } from './original-mail.js'

interface HistoryProps {
  readonly ticket: GetTicketAnswer
  readonly onEdit: (message: EditedMessage) => void
}

/** The messages and events of a ticket, oldest first; earlier ones on demand. */
export function History({ ticket, onEdit }: HistoryProps) {
  const me = useMe()
  const { ticketNumber, author, closed, events } = ticket
  const isMine = (writer: { readonly id: number | null; readonly staff: boolean } | null) =>
    me?.kind === 'staff' && writer?.staff === true && writer.id === me.id
  // As the helpdesk allows: one's own newest comment, or one's own ticket that has none.
  const newest = events.findLast(({ type }) => type === 'COMMENT')
  const mayEditText = !closed && !newest && ticket.earlierEvents === null && isMine(author)
  const mayEdit = (event: GetTicketEvent) => !closed && event.id === newest?.id && isMine(event.author)
  return (
    <>
      <Message
        name={author.name ?? author.email ?? ''}
        isStaff={author.staff}
        date={ticket.date}
        content={ticket.content}
        file={ticket.file}
        fileName={ticket.fileName}
      >
        <Marks
          isEdited={ticket.edited}
          onEdit={mayEditText ? () => onEdit({ ticketNumber, html: ticket.content }) : undefined}
        />
      </Message>
      <TicketEvents
        client={client}
        ticket={ticket}
        show={(event) => (
          <Entry
            key={event.id}
            ticketNumber={ticketNumber}
            event={event}
            onEdit={
              mayEdit(event)
                ? () => onEdit({ ticketEventId: event.id, html: event.content ?? '' })
                : undefined
            }
          />
        )}
      />
    </>
  )
}

interface EntryProps {
  readonly ticketNumber: number
  readonly event: GetTicketEvent
  readonly onEdit: (() => void) | undefined
}

function Entry({ ticketNumber, event, onEdit }: EntryProps) {
  const staffWords = useStaffWords()
  const name = event.author?.name ?? staffWords.somebody
  if (event.type !== 'COMMENT') {
    const sentence = `did${event.type}` satisfies keyof StaffWords
    // The owner, whom somebody else may have chosen.
    const owner = /ASSIGN/.test(event.type) ? event.content : null
    return (
      <p class="event">
        {fill(staffWords[sentence], { name: owner ?? name })}
        {owner !== null && owner !== name && ` · ${fill(staffWords.by, { name })}`}
        {owner === null && event.content && `: ${event.content}`} · <Time date={event.date} />
      </p>
    )
  }
  return (
    <Message
      name={name}
      isStaff={event.author?.staff ?? false}
      note={event.private === true ? staffWords.privateNote : undefined}
      date={event.date}
      content={event.content ?? ''}
      file={event.file}
      fileName={event.fileName}
    >
      <Marks isEdited={event.edited} onEdit={onEdit} />
      {event.hasOriginalMail && <OriginalMail ticketNumber={ticketNumber} eventId={event.id} />}
    </Message>
  )
}

interface MarksProps {
  readonly isEdited: boolean
  readonly onEdit: (() => void) | undefined
}

/** Says that a message was edited, and lets the reader edit it. */
function Marks({ isEdited, onEdit }: MarksProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  return (
    <>
      {isEdited && <span>{words.edited}</span>}
      {onEdit && (
        <button type="button" class="quiet small" aria-label={staffWords.editMessage} onClick={onEdit}>
          <PenIcon />
        </button>
      )}
    </>
  )
}
