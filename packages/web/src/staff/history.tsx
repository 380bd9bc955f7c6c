import type { GetTicketAnswer, TicketEvent } from '@opensupports/core'
import { useState } from 'preact/hooks'
import { client } from '../app/client.js'
import { fill } from '../app/words.js'
import { saveFile } from '../components/downloads.js'
import { RichText } from '../components/rich-text.js'
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
  const words = useWords()
  const [earlier, setEarlier] = useState<readonly TicketEvent[]>([])
  const [next, setNext] = useState<number | null>()
  const { ticketNumber } = ticket
  const before = next === undefined ? ticket.earlierEvents : next
  const showEarlier = async (eventsBefore: number) => {
    const { events, earlierEvents } = await client.ticket.get({ ticketNumber, eventsBefore })
    setEarlier([...events, ...earlier])
    setNext(earlierEvents)
  }
  return (
    <>
      <Message
        message={{
          name: ticket.author.name ?? ticket.author.email ?? '',
          isStaff: ticket.author.staff,
          isNote: false,
          isEdited: ticket.edited,
          date: ticket.date,
          content: ticket.content,
          file: ticket.file,
          fileName: ticket.fileName,
        }}
        onEdit={onEdit && (() => onEdit({ ticketNumber, html: ticket.content }))}
      />
      {before !== null && (
        <p class="event">
          <button type="button" class="quiet" onClick={() => void showEarlier(before)}>
            {words.earlier}
          </button>
        </p>
      )}
      {[...earlier, ...ticket.events].map((event) => (
        <Entry
          key={event.id}
          event={event}
          onEdit={onEdit && (() => onEdit({ ticketEventId: event.id, html: event.content ?? '' }))}
        />
      ))}
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
      message={{
        name,
        isStaff: event.author?.staff ?? false,
        isNote: event.private === true,
        isEdited: event.edited,
        date: event.date,
        content: event.content ?? '',
        file: event.file,
        fileName: event.fileName,
      }}
      onEdit={onEdit}
    />
  )
}

interface ShownMessage {
  readonly name: string
  readonly isStaff: boolean
  readonly isNote: boolean
  readonly isEdited: boolean
  readonly date: Date
  readonly content: string
  readonly file: string | null
  readonly fileName: string | null
}

interface MessageProps {
  readonly message: ShownMessage
  readonly onEdit: (() => void) | undefined
}

function Message({ message, onEdit }: MessageProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const { name, isStaff, isNote, isEdited, date, content, file, fileName } = message
  return (
    <article class={`card message${isStaff ? ' staff' : ''}${isNote ? ' note' : ''}`}>
      <div class="meta">
        <strong>{name}</strong>
        {isStaff && <span class="badge">{words.staffBadge}</span>}
        {isNote && <span class="badge bad">{staffWords.privateNote}</span>}
        <Time date={date} />
        {isEdited && <span>{words.edited}</span>}
        {onEdit && (
          <button type="button" class="quiet small" aria-label={staffWords.editMessage} onClick={onEdit}>
            <span aria-hidden="true">✎</span>
          </button>
        )}
      </div>
      <RichText html={content} />
      {file && (
        <p class="row">
          <button type="button" class="quiet small" onClick={() => void saveFile(client, file)}>
            📎 {fileName ?? file}
          </button>
        </p>
      )}
    </article>
  )
}
