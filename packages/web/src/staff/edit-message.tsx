import { useState } from 'preact/hooks'
import { useWrite } from '../app/client.js'
import { Dialog } from '../components/dialog.js'
import { emptyDraft } from '../components/draft.js'
import { Editor } from '../components/editor.js'
import { Form, Refused } from '../components/form.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'

/** A message to change: the first one of a ticket, or a comment. */
export type EditedMessage =
  | { readonly ticketNumber: number; readonly html: string }
  | { readonly ticketEventId: number; readonly html: string }

interface EditMessageProps {
  readonly message: EditedMessage
  readonly onClose: () => void
}

export function EditMessage({ message, onClose }: EditMessageProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const edit = useWrite('ticket.editComment')
  const [draft, setDraft] = useState(emptyDraft)
  const { html, ...which } = message
  const send = async () => {
    if (draft.content === '') throw new Refused(words.badContent)
    const images = draft.images.length > 0 ? { images: draft.images } : {}
    await edit.mutateAsync({ ...which, content: draft.content, ...images })
    onClose()
  }
  return (
    <Dialog title={staffWords.editMessage} onClose={onClose}>
      <Form submit={words.save} send={send}>
        <Editor label={words.message} onDraft={setDraft} pictures initial={html} />
      </Form>
    </Dialog>
  )
}
