import { useEffect, useRef, useState } from 'preact/hooks'
import { useRead, useReply } from '../app/client.js'
import { emptyDraft } from '../components/draft.js'
import { Editor, type EditorHandle } from '../components/editor.js'
import { Select, Tick } from '../components/field.js'
import { FilePicker } from '../components/file-picker.js'
import { Form, Refused, type Values } from '../components/form.js'
import { UploadProgress } from '../components/upload-progress.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'

interface StaffReplyProps {
  readonly ticketNumber: number
  /** Called when there is something written, and when there is no more. */
  readonly onWriting: (isWriting: boolean) => void
}

/** The form for an answer or a private note. The key r goes to it. */
export function StaffReply({ ticketNumber, onWriting }: StaffReplyProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const reply = useReply(ticketNumber)
  const { data: settings } = useRead('system.getSettings', {})
  const { data: responses = [] } = useRead('ticket.getCustomResponses', {})
  const [draft, setDraft] = useState(emptyDraft)
  const [file, setFile] = useState<File>()
  const [round, setRound] = useState(0)
  const editor = useRef<EditorHandle | undefined>(undefined)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'r' || event.target !== document.body || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      editor.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  const isWriting = draft.content !== ''
  useEffect(() => onWriting(isWriting), [isWriting])
  const takesFiles = settings?.['allow-attachments'] ?? false
  const send = async ({ on }: Values) => {
    if (draft.content === '') throw new Refused(words.badContent)
    const images = draft.images.length > 0 ? draft.images : undefined
    await reply.mutateAsync({ content: draft.content, private: on('private'), file, images })
    setDraft(emptyDraft)
    setFile(undefined)
    setRound(round + 1)
  }
  const insert = (id: string) => {
    const response = responses.find((each) => String(each.id) === id)
    if (response) editor.current?.insert(response.content)
  }
  return (
    <section class="card">
      <Form submit={words.send} send={send}>
        <Editor key={round} label={words.answer} onDraft={setDraft} pictures={takesFiles} handle={editor} />
        {responses.length > 0 && (
          <Select name="response" label={staffWords.useResponse} value="" onChange={insert}>
            <option value="">{staffWords.choose}</option>
            {responses.map(({ id, name }) => (
              <option key={id} value={String(id)}>
                {name}
              </option>
            ))}
          </Select>
        )}
        {takesFiles && <FilePicker file={file} onFile={setFile} />}
        <Tick key={`private ${round}`} name="private" label={staffWords.privateHint} />
        <UploadProgress progress={reply.progress} />
      </Form>
    </section>
  )
}
