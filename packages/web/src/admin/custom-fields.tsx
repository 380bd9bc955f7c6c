import { useState } from 'preact/hooks'
import { useRead, useWrite } from '../app/client.js'
import { Alert } from '../components/alert.js'
import { Dialog } from '../components/dialog.js'
import { Field, Select } from '../components/field.js'
import { Form, type Values } from '../components/form.js'
import { Loading } from '../components/loading.js'
import { refusal } from '../components/refusal.js'
import { TextArea } from '../components/text-area.js'
import { NamedList } from '../staff/named-list.js'
import { staffPage } from '../staff/staff-page.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'
import { AdminFrame } from './admin-page.js'

export const Page = staffPage(CustomFields)

/** The fields that customers fill in when they sign up. */
function CustomFields() {
  const words = useWords()
  const staffWords = useStaffWords()
  const { data: fields, error } = useRead('system.getCustomFields', {})
  const remove = useWrite('system.deleteCustomField')
  const [isAdding, setAdding] = useState(false)
  const add = (
    <button type="button" class="button" onClick={() => setAdding(true)}>
      {staffWords.add}
    </button>
  )
  return (
    <AdminFrame title={staffWords.customFields} actions={add}>
      {error && <Alert tone="bad">{refusal(error, words)}</Alert>}
      {!fields && !error && <Loading />}
      {fields && (
        <NamedList
          items={fields}
          about={({ description, options }) => [description, ...options.map(({ name }) => name)].join(' · ')}
          onDelete={({ id }) => remove.mutateAsync({ id })}
        />
      )}
      {isAdding && <FieldDialog onClose={() => setAdding(false)} />}
    </AdminFrame>
  )
}

function FieldDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useWords()
  const staffWords = useStaffWords()
  const add = useWrite('system.addCustomField')
  const [type, setType] = useState('text')
  const send = async ({ text }: Values) => {
    const lines = text('options').split('\n')
    const options = lines.map((line) => line.trim()).filter(Boolean)
    const fields = { name: text('name'), description: text('description') }
    await add.mutateAsync(type === 'select' ? { ...fields, type, options } : { ...fields, type: 'text' })
    onClose()
  }
  return (
    <Dialog title={`${staffWords.customFields}: ${staffWords.add}`} onClose={onClose}>
      <Form submit={words.save} send={send}>
        <Field name="name" label={words.name} required />
        <Field name="description" label={staffWords.description} />
        <Select name="type" label={staffWords.type} value={type} onChange={setType}>
          <option value="text">{staffWords.typeText}</option>
          <option value="select">{staffWords.typeSelect}</option>
        </Select>
        {type === 'select' && <TextArea name="options" label={staffWords.options} required />}
      </Form>
    </Dialog>
  )
}
