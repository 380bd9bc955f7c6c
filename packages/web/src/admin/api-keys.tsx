import { useState } from 'preact/hooks'
import { useRead, useWrite } from '../app/client.js'
import { Alert } from '../components/alert.js'
import { Dialog } from '../components/dialog.js'
import { Field, Tick } from '../components/field.js'
import { Form, type Values } from '../components/form.js'
import { Loading } from '../components/loading.js'
import { refusal } from '../components/refusal.js'
import { NamedList } from '../staff/named-list.js'
import { staffPage } from '../staff/staff-page.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'
import { AdminFrame } from './admin-page.js'

export const Page = staffPage(ApiKeys)

/** The API keys of programs. A new key is shown once. */
function ApiKeys() {
  const words = useWords()
  const staffWords = useStaffWords()
  const { data: keys, error } = useRead('system.getApiKeys', {})
  const remove = useWrite('system.deleteApiKey')
  const [isAdding, setAdding] = useState(false)
  const [made, setMade] = useState<string>()
  const add = (
    <button type="button" class="button" onClick={() => setAdding(true)}>
      {staffWords.add}
    </button>
  )
  return (
    <AdminFrame title={staffWords.apiKeys} actions={add}>
      {error && <Alert tone="bad">{refusal(error, words)}</Alert>}
      {made && (
        <Alert tone="good">
          {staffWords.keyOnce} <code>{made}</code>
        </Alert>
      )}
      {!keys && !error && <Loading />}
      {keys && (
        <NamedList
          items={keys}
          about={(key) =>
            [
              key.canCreateTickets && staffWords.mayCreateTickets,
              key.canCreateUser && staffWords.mayCreateUsers,
              key.canCheckTickets && staffWords.mayCheckTickets,
              key.shouldReturnTicketNumber && staffWords.answersNumber,
            ]
              .filter(Boolean)
              .join(' · ')
          }
          onDelete={({ name }) => remove.mutateAsync({ name })}
        />
      )}
      {isAdding && <KeyDialog onMade={setMade} onClose={() => setAdding(false)} />}
    </AdminFrame>
  )
}

interface KeyDialogProps {
  readonly onMade: (key: string) => void
  readonly onClose: () => void
}

function KeyDialog({ onMade, onClose }: KeyDialogProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const add = useWrite('system.addApiKey')
  const send = async ({ text, on }: Values) => {
    const key = await add.mutateAsync({
      name: text('name'),
      canCreateTickets: on('tickets'),
      canCreateUsers: on('users'),
      canCheckTickets: on('check'),
      shouldReturnTicketNumber: on('number'),
    })
    onMade(key)
    onClose()
  }
  return (
    <Dialog title={`${staffWords.apiKeys}: ${staffWords.add}`} onClose={onClose}>
      <Form submit={staffWords.add} send={send}>
        <Field name="name" label={words.name} required />
        <Tick name="tickets" label={staffWords.mayCreateTickets} defaultChecked />
        <Tick name="users" label={staffWords.mayCreateUsers} />
        <Tick name="check" label={staffWords.mayCheckTickets} />
        <Tick name="number" label={staffWords.answersNumber} />
      </Form>
    </Dialog>
  )
}
