import type { CustomResponse } from '@opensupports/core'
import { useState } from 'preact/hooks'
import { useRead, useWrite } from '../app/client.js'
import { type Language, languages, useLanguage } from '../app/language.js'
import { useMe } from '../app/me.js'
import { Alert } from '../components/alert.js'
import { Dialog } from '../components/dialog.js'
import { emptyDraft } from '../components/draft.js'
import { Editor } from '../components/editor.js'
import { Field } from '../components/field.js'
import { Form, Refused, type Values } from '../components/form.js'
import { Loading } from '../components/loading.js'
import { refusal } from '../components/refusal.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'
import { NamedList } from './named-list.js'
import { StaffFrame, staffPage } from './staff-page.js'

export const Page = staffPage(Responses)

/** Prepared answers. Members of level 2 write them. */
function Responses() {
  const words = useWords()
  const staffWords = useStaffWords()
  const me = useMe()
  const { data: responses, error } = useRead('ticket.getCustomResponses', {})
  const remove = useWrite('ticket.deleteCustomResponse')
  const [edited, setEdited] = useState<CustomResponse | 'new'>()
  const mayEdit = me?.kind === 'staff' && me.staff.level >= 2
  const add = mayEdit && (
    <button type="button" class="button" onClick={() => setEdited('new')}>
      {staffWords.add}
    </button>
  )
  return (
    <StaffFrame title={staffWords.responses} actions={add}>
      {error && <Alert tone="bad">{refusal(error, words)}</Alert>}
      {!responses && !error && <Loading />}
      {responses && (
        <NamedList
          items={responses}
          about={({ language }) => languages[language as Language]?.[1] ?? language}
          onEdit={mayEdit ? setEdited : undefined}
          onDelete={mayEdit ? ({ id }) => remove.mutateAsync({ id }) : undefined}
        />
      )}
      {edited && (
        <ResponseDialog
          response={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
    </StaffFrame>
  )
}

interface ResponseDialogProps {
  readonly response: CustomResponse | undefined
  readonly onClose: () => void
}

function ResponseDialog({ response, onClose }: ResponseDialogProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const language = useLanguage()
  const add = useWrite('ticket.addCustomResponse')
  const edit = useWrite('ticket.editCustomResponse')
  const [draft, setDraft] = useState(emptyDraft)
  const send = async ({ text }: Values) => {
    const { content } = draft
    if (content === '') throw new Refused(words.badContent)
    const name = text('name')
    if (response) await edit.mutateAsync({ id: response.id, name, content })
    else await add.mutateAsync({ name, content, language })
    onClose()
  }
  return (
    <Dialog title={response?.name ?? `${staffWords.responses}: ${staffWords.add}`} onClose={onClose}>
      <Form submit={words.save} send={send}>
        <Field name="name" label={words.name} defaultValue={response?.name ?? ''} required />
        <Editor
          label={staffWords.content}
          onDraft={setDraft}
          pictures={false}
          initial={response?.content ?? ''}
        />
      </Form>
    </Dialog>
  )
}
