import type { Tag } from '@opensupports/core'
import { useState } from 'preact/hooks'
import { useRead, useWrite } from '../app/client.js'
import { Alert } from '../components/alert.js'
import { Dialog } from '../components/dialog.js'
import { Field } from '../components/field.js'
import { Form, type Values } from '../components/form.js'
import { Loading } from '../components/loading.js'
import { refusal } from '../components/refusal.js'
import { NamedList } from '../staff/named-list.js'
import { staffPage } from '../staff/staff-page.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'
import { AdminFrame } from './admin-page.js'

export const Page = staffPage(Tags)

/** The labels for tickets. */
function Tags() {
  const words = useWords()
  const staffWords = useStaffWords()
  const { data: tags, error } = useRead('ticket.getTags', {})
  const remove = useWrite('ticket.deleteTag')
  const [edited, setEdited] = useState<Tag | 'new'>()
  const add = (
    <button type="button" class="button" onClick={() => setEdited('new')}>
      {staffWords.add}
    </button>
  )
  return (
    <AdminFrame title={staffWords.tags} actions={add}>
      {error && <Alert tone="bad">{refusal(error, words)}</Alert>}
      {!tags && !error && <Loading />}
      {tags && (
        <NamedList
          items={tags}
          about={({ color }) => (
            <svg class="swatch" viewBox="0 0 1 1" aria-hidden="true">
              <rect width="1" height="1" fill={color} />
            </svg>
          )}
          onEdit={setEdited}
          onDelete={({ id }) => remove.mutateAsync({ tagId: id })}
        />
      )}
      {edited && (
        <TagDialog tag={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
    </AdminFrame>
  )
}

function TagDialog({ tag, onClose }: { readonly tag: Tag | undefined; readonly onClose: () => void }) {
  const words = useWords()
  const staffWords = useStaffWords()
  const create = useWrite('ticket.createTag')
  const edit = useWrite('ticket.editTag')
  const send = async ({ text }: Values) => {
    const fields = { name: text('name'), color: text('color') }
    if (tag) await edit.mutateAsync({ tagId: tag.id, ...fields })
    else await create.mutateAsync(fields)
    onClose()
  }
  return (
    <Dialog title={tag?.name ?? `${staffWords.tags}: ${staffWords.add}`} onClose={onClose}>
      <Form submit={words.save} send={send}>
        <Field name="name" label={words.name} defaultValue={tag?.name ?? ''} required />
        <Field
          name="color"
          type="color"
          label={staffWords.color}
          defaultValue={tag?.color ?? '#2756c5'}
          required
        />
      </Form>
    </Dialog>
  )
}
