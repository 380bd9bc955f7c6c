import type { Client } from '@opensupports/client'
import { helpdeskHooks } from '@opensupports/client/react'
import type { GetTicketAnswer, TicketEvent } from '@opensupports/core'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { useRead } from '../app/client.js'
import { fill } from '../app/words.js'
import { Alert } from '../components/alert.js'
import { FilesOf, saveFile } from '../components/downloads.js'
import { emptyDraft } from '../components/draft.js'
import { Editor } from '../components/editor.js'
import { FilePicker } from '../components/file-picker.js'
import { Form, Refused } from '../components/form.js'
import { Loading } from '../components/loading.js'
import { refusal } from '../components/refusal.js'
import { RichText } from '../components/rich-text.js'
import { Time } from '../components/time.js'
import { UploadProgress } from '../components/upload-progress.js'
import { useWords } from '../words/customers/index.js'

interface TicketViewProps {
  readonly client: Client
  readonly ticketNumber: number
}

/** A ticket as its author sees it, kept up to date while it is open. */
export function TicketView({ client, ticketNumber }: TicketViewProps) {
  const words = useWords()
  const { useTicket } = useMemo(() => helpdeskHooks(client), [client])
  const { data: ticket, error } = useTicket(ticketNumber, { refetchInterval: 10_000 })
  const [earlier, setEarlier] = useState<readonly TicketEvent[]>([])
  const [next, setNext] = useState<number | null>()
  const isUnread = ticket?.unread
  useEffect(() => {
    // What fails here is tried again when the ticket is read again.
    if (isUnread) client.ticket.seen({ ticketNumber }).catch(() => undefined)
  }, [isUnread, ticketNumber])
  if (!ticket && error)
    return (
      <div class="page middle">
        <Alert tone="bad">{refusal(error, words)}</Alert>
      </div>
    )
  if (!ticket) return <Loading />
  const before = next === undefined ? ticket.earlierEvents : next
  const showEarlier = async () => {
    if (before === null) return
    const { events, earlierEvents } = await client.ticket.get({ ticketNumber, eventsBefore: before })
    setEarlier([...events, ...earlier])
    setNext(earlierEvents)
  }
  return (
    <FilesOf.Provider value={client}>
      <div class="page middle">
        <div class="head">
          <h1>{ticket.title}</h1>
          <span class={`badge ${ticket.closed ? '' : 'good'}`}>
            {ticket.closed ? words.closed : words.open}
          </span>
        </div>
        <p class="meta">
          <span>#{ticketNumber}</span>
          <span>{ticket.department.name}</span>
          <Time date={ticket.date} />
        </p>
        <Message client={client} entry={{ ...ticket, author: ticket.author }} />
        {before !== null && (
          <p class="event">
            <button type="button" class="quiet" onClick={() => void showEarlier()}>
              {words.earlier}
            </button>
          </p>
        )}
        {[...earlier, ...ticket.events].map((event) => (
          <Entry key={event.id} client={client} event={event} />
        ))}
        <Reply client={client} ticket={ticket} />
      </div>
    </FilesOf.Provider>
  )
}

interface MessageProps {
  readonly client: Client
  readonly entry: Pick<TicketEvent, 'content' | 'date' | 'file' | 'fileName'> & {
    readonly author: { readonly name: string | null; readonly staff: boolean } | null
  }
}

function Message({ client, entry: { author, content, date, file, fileName } }: MessageProps) {
  const words = useWords()
  return (
    <article class={`card message${author?.staff ? ' staff' : ''}`}>
      <div class="meta">
        <strong>{author?.name}</strong>
        {author?.staff && <span class="badge">{words.staffBadge}</span>}
        <Time date={date} />
      </div>
      <RichText html={content ?? ''} />
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

function Entry({ client, event }: { readonly client: Client; readonly event: TicketEvent }) {
  const words = useWords()
  if (event.type === 'COMMENT') return <Message client={client} entry={event} />
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

function Reply({ client, ticket }: { readonly client: Client; readonly ticket: GetTicketAnswer }) {
  const words = useWords()
  const { ticketNumber } = ticket
  const { useReply, useWrite } = useMemo(() => helpdeskHooks(client), [client])
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
                disabled={change.isPending}
                onClick={() => change.mutate({ ticketNumber })}
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
