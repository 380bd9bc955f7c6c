import type { GetTicketAnswer, TicketEvent } from '@opensupports/core'
import { useEffect, useState } from 'preact/hooks'
import { useDesk } from '../app/desk.js'
import { usePolling } from '../app/live.js'
import { fill } from '../app/words.js'
import { Alert } from '../components/alert.js'
import { emptyDraft } from '../components/draft.js'
import { Editor } from '../components/editor.js'
import { Failure } from '../components/failure.js'
import { FilePicker } from '../components/file-picker.js'
import { Form, Refused } from '../components/form.js'
import { Heading } from '../components/heading.js'
import { Loading } from '../components/loading.js'
import { Message } from '../components/message.js'
import { refusal } from '../components/refusal.js'
import { TicketEvents } from '../components/ticket-events.js'
import { Time } from '../components/time.js'
import { UploadProgress } from '../components/upload-progress.js'
import { useWords } from '../words/customers/index.js'

interface TicketViewProps {
  readonly ticketNumber: number
  /** Called when the reader has sent an answer. */
  readonly onAnswered?: (() => void) | undefined
}

/** A ticket as its author sees it, kept up to date while it is open. */
export function TicketView({ ticketNumber, onAnswered }: TicketViewProps) {
  const words = useWords()
  const { client, useTicket } = useDesk()
  const {
    data: ticket,
    dataUpdatedAt,
    error,
  } = useTicket(ticketNumber, { refetchInterval: usePolling(10_000) })
  const isUnread = ticket?.unread
  useEffect(() => {
    // What fails here is tried again when the ticket is read again.
    if (isUnread) client.ticket.seen({ ticketNumber }).catch(() => undefined)
  }, [isUnread, ticketNumber, dataUpdatedAt])
  if (!ticket && error) return <Failure title={`#${ticketNumber}`} error={error} />
  if (!ticket) return <Loading />
  return (
    <>
      <div class="head">
        <Heading>{ticket.title}</Heading>
        <span class={`badge ${ticket.closed ? '' : 'good'}`}>
          {ticket.closed ? words.closed : words.open}
        </span>
      </div>
      <p class="meta">
        <span>#{ticketNumber}</span>
        <span>{ticket.department.name}</span>
        <Time date={ticket.date} />
      </p>
      <Message
        name={ticket.author.name ?? ''}
        isStaff={ticket.author.staff}
        date={ticket.date}
        content={ticket.content}
        file={ticket.file}
        fileName={ticket.fileName}
      />
      <TicketEvents
        client={client}
        ticket={ticket}
        show={(event) => <Entry key={event.id} event={event} />}
      />
      <Reply ticket={ticket} onAnswered={onAnswered} />
    </>
  )
}

function Entry({ event }: { readonly event: TicketEvent }) {
  const words = useWords()
  if (event.type === 'COMMENT')
    return (
      <Message
        name={event.author?.name ?? ''}
        isStaff={event.author?.staff ?? false}
        date={event.date}
        content={event.content ?? ''}
        file={event.file}
        fileName={event.fileName}
      />
    )
  const name = event.author?.name ?? ''
  const sentences = {
    CLOSE: fill(words.wasClosed, { name }),
    RE_OPEN: fill(words.wasOpened, { name }),
    ASSIGN: fill(words.wasAssigned, { name: event.content ?? name }),
    UN_ASSIGN: '',
    DEPARTMENT_CHANGED: fill(words.wasMoved, { department: event.content ?? '' }),
  }
  const sentence = sentences[event.type]
  if (!sentence) return null
  return (
    <p class="event">
      {sentence} <Time date={event.date} />
    </p>
  )
}

interface ReplyProps extends Pick<TicketViewProps, 'onAnswered'> {
  readonly ticket: GetTicketAnswer
}

function Reply({ ticket, onAnswered }: ReplyProps) {
  const words = useWords()
  const { ticketNumber } = ticket
  const { useRead, useReply, useWrite } = useDesk()
  const { data: settings } = useRead('system.getSettings', {})
  const reply = useReply(ticketNumber)
  const close = useWrite('ticket.close')
  const reopen = useWrite('ticket.reOpen')
  const [draft, setDraft] = useState(emptyDraft)
  const [file, setFile] = useState<File>()
  const [round, setRound] = useState(0)
  const takesFiles = settings?.['allow-attachments'] ?? false
  const may = (name: string) => ticket.allowed.includes(`ticket.${name}`)
  const send = async () => {
    if (draft.content === '') throw new Refused(words.badContent)
    const images = draft.images.length > 0 ? draft.images : undefined
    await reply.mutateAsync({ content: draft.content, file, images })
    setDraft(emptyDraft)
    setFile(undefined)
    setRound(round + 1)
    onAnswered?.()
  }
  const change = ticket.closed ? reopen : close
  return (
    <section class="card">
      {may('comment') && settings && (
        <Form
          submit={words.send}
          send={send}
          aside={
            may(ticket.closed ? 'reOpen' : 'close') && (
              <button
                type="button"
                class="quiet"
                aria-disabled={change.isPending}
                onClick={() => change.isPending || change.mutate({ ticketNumber })}
              >
                {ticket.closed ? words.reopen : words.close}
              </button>
            )
          }
        >
          <Editor key={round} label={words.answer} onDraft={setDraft} pictures={takesFiles} />
          {takesFiles && <FilePicker file={file} onFile={setFile} />}
          <UploadProgress progress={reply.progress} />
          {change.error && <Alert tone="bad">{refusal(change.error, words)}</Alert>}
        </Form>
      )}
    </section>
  )
}
