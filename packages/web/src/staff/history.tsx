import type { GetTicketAnswer, TicketEvent } from '@opensupports/core'
import { client } from '../app/client.js'
import { fill } from '../app/words.js'
import { PenIcon } from '../components/icons.js'
import { Message } from '../components/message.js'
import { TicketEvents } from '../components/ticket-events.js'
import { Time } from '../components/time.js'
import { useWords } from '../words/customers/index.js'
import { type StaffWords, useStaffWords } from '../words/staff/index.js'
import type { EditedMessage } from './edit-message.js'

interface HistoryProps {
  readonly ticket: GetTicketAnswer
  /** Undefined unless the reader may change messages. */
  readonly onEdit: ((message: EditedMessage) => void) | undefined
}

/** The messages and events of a ticket, oldest first; earlier ones on demand. */
export function History({ ticket, onEdit }: HistoryProps) {
  const { ticketNumber, author } = ticket
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
          onEdit={onEdit && (() => onEdit({ ticketNumber, html: ticket.content }))}
        />
      </Message>
      <TicketEvents
        client={client}
        ticket={ticket}
        show={(event) => (
          <Entry
            key={event.id}
            event={event}
            onEdit={onEdit && (() => onEdit({ ticketEventId: event.id, html: event.content ?? '' }))}
          />
        )}
      />
    </>
  )
}

function Entry({
  event,
  onEdit,
}: {
  readonly event: TicketEvent
  readonly onEdit: (() => void) | undefined
}) {
  const staffWords = useStaffWords()
  const name = event.author?.name ?? staffWords.somebody
  if (event.type !== 'COMMENT') {
    const sentence = `did${event.type}` satisfies keyof StaffWords
    return (
      <p class="event">
        {fill(staffWords[sentence], { name })}
        {event.content && `: ${event.content}`} · <Time date={event.date} />
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
