import type { StaffListEntry } from '@opensupports/core'
import { useState } from 'preact/hooks'
import { useRead, useWrite } from '../app/client.js'
import { Alert } from '../components/alert.js'
import { Dialog } from '../components/dialog.js'
import { Field, Select, Tick } from '../components/field.js'
import { Form, type Values } from '../components/form.js'
import { Loading } from '../components/loading.js'
import { refusal } from '../components/refusal.js'
import { NamedList } from '../staff/named-list.js'
import { staffPage } from '../staff/staff-page.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'
import { AdminFrame } from './admin-page.js'

export const Page = staffPage(Team)

/** The team: invite members, change levels and departments, delete. */
function Team() {
  const words = useWords()
  const staffWords = useStaffWords()
  const { data: members, error } = useRead('staff.getAll', {})
  const remove = useWrite('staff.delete')
  const [edited, setEdited] = useState<StaffListEntry | 'new'>()
  const invite = (
    <button type="button" class="button" onClick={() => setEdited('new')}>
      {staffWords.invite}
    </button>
  )
  return (
    <AdminFrame title={staffWords.team} actions={invite}>
      {error && <Alert tone="bad">{refusal(error, words)}</Alert>}
      {!members && !error && <Loading />}
      {members && (
        <NamedList
          items={members}
          about={({ email, level, departments }) =>
            [email, `${staffWords.level} ${level}`, departments.map(({ name }) => name).join(', ')].join(
              ' · ',
            )
          }
          onEdit={setEdited}
          onDelete={({ id }) => remove.mutateAsync({ staffId: id })}
        />
      )}
      {edited && (
        <MemberDialog member={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />
      )}
    </AdminFrame>
  )
}

interface MemberDialogProps {
  readonly member: StaffListEntry | undefined
  readonly onClose: () => void
}

function MemberDialog({ member, onClose }: MemberDialogProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const { data: settings } = useRead('system.getSettings', {})
  const edit = useWrite('staff.edit')
  const invite = useWrite('staff.invite')
  const [level, setLevel] = useState(String(member?.level ?? 1))
  const all = settings?.departments ?? []
  const served = new Set(member?.departments.map(({ id }) => id))
  const send = async ({ text, on }: Values) => {
    const departments = all.map(({ id }) => id).filter((id) => on(`department ${id}`))
    const rights = { level: Number(level) as 1 | 2 | 3, departments }
    if (member) await edit.mutateAsync({ staffId: member.id, ...rights })
    else await invite.mutateAsync({ name: text('name'), email: text('email'), ...rights })
    onClose()
  }
  return (
    <Dialog title={member?.name ?? staffWords.invite} onClose={onClose}>
      <Form submit={words.save} send={send}>
        {!member && <Field name="name" label={words.name} required />}
        {!member && <Field name="email" type="email" label={words.email} required />}
        <Select name="level" label={staffWords.level} value={level} onChange={setLevel}>
          {['1', '2', '3'].map((each) => (
            <option key={each}>{each}</option>
          ))}
        </Select>
        <fieldset>
          <legend>{staffWords.departments}</legend>
          {all.map(({ id, name }) => (
            <Tick key={id} name={`department ${id}`} label={name} defaultChecked={served.has(id)} />
          ))}
        </fieldset>
      </Form>
    </Dialog>
  )
}
