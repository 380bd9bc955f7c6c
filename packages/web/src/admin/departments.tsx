import type { Department } from '@opensupports/core'
import { useState } from 'preact/hooks'
import { useRead, useWrite } from '../app/client.js'
import { Alert } from '../components/alert.js'
import { Dialog } from '../components/dialog.js'
import { Field, Select, Tick } from '../components/field.js'
import { Form, type Values } from '../components/form.js'
import { Loading } from '../components/loading.js'
import { refusal } from '../components/refusal.js'
import { staffPage } from '../staff/staff-page.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'
import { AdminFrame } from './admin-page.js'

export const Page = staffPage(Departments)

type Open =
  | { readonly what: 'edit'; readonly department?: Department }
  | { readonly what: 'delete'; readonly department: Department }

/** The departments. One that is deleted gives its tickets to another. */
function Departments() {
  const words = useWords()
  const staffWords = useStaffWords()
  const { data: settings, error } = useRead('system.getSettings', {})
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const add = (
    <button type="button" class="button" onClick={() => setOpen({ what: 'edit' })}>
      {staffWords.add}
    </button>
  )
  return (
    <AdminFrame title={staffWords.departments} actions={add}>
      {error && <Alert tone="bad">{refusal(error, words)}</Alert>}
      {!settings && !error && <Loading />}
      <ul class="list">
        {settings?.departments.map((department) => (
          <li key={department.id} class="entry">
            <span class="grow">
              <strong>{department.name}</strong>{' '}
              {department.private && <span class="badge">{staffWords.teamOnly}</span>}{' '}
              <span class="soft">
                {staffWords.team}: {department.owners}
              </span>
            </span>
            <span class="row">
              <button
                type="button"
                class="quiet small"
                aria-label={`${staffWords.edit}: ${department.name}`}
                onClick={() => setOpen({ what: 'edit', department })}
              >
                {staffWords.edit}
              </button>
              {department.id !== settings['default-department-id'] && (
                <button
                  type="button"
                  class="quiet small"
                  aria-label={`${staffWords.delete}: ${department.name}`}
                  onClick={() => setOpen({ what: 'delete', department })}
                >
                  {staffWords.delete}
                </button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {open?.what === 'edit' && <DepartmentDialog department={open.department} onClose={close} />}
      {open?.what === 'delete' && (
        <DeleteDialog
          department={open.department}
          others={settings?.departments.filter(({ id }) => id !== open.department.id) ?? []}
          onClose={close}
        />
      )}
    </AdminFrame>
  )
}

interface DepartmentDialogProps {
  readonly department: Department | undefined
  readonly onClose: () => void
}

function DepartmentDialog({ department, onClose }: DepartmentDialogProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const add = useWrite('system.addDepartment')
  const edit = useWrite('system.editDepartment')
  const send = async ({ text, on }: Values) => {
    const fields = { name: text('name'), private: on('private') }
    if (department) await edit.mutateAsync({ departmentId: department.id, ...fields })
    else await add.mutateAsync(fields)
    onClose()
  }
  return (
    <Dialog title={department?.name ?? `${staffWords.departments}: ${staffWords.add}`} onClose={onClose}>
      <Form submit={words.save} send={send}>
        <Field name="name" label={words.name} defaultValue={department?.name ?? ''} required />
        <Tick name="private" label={staffWords.teamOnly} defaultChecked={department?.private ?? false} />
      </Form>
    </Dialog>
  )
}

interface DeleteDialogProps {
  readonly department: Department
  readonly others: readonly Department[]
  readonly onClose: () => void
}

function DeleteDialog({ department, others, onClose }: DeleteDialogProps) {
  const staffWords = useStaffWords()
  const remove = useWrite('system.deleteDepartment')
  const [other, setOther] = useState(String(others[0]?.id ?? ''))
  const send = async () => {
    await remove.mutateAsync({ departmentId: department.id, transferDepartmentId: Number(other) })
    onClose()
  }
  return (
    <Dialog title={`${staffWords.delete}: ${department.name}`} onClose={onClose}>
      <Form submit={staffWords.delete} send={send}>
        <Select name="other" label={staffWords.moveTo} value={other} onChange={setOther}>
          {others.map(({ id, name }) => (
            <option key={id} value={String(id)}>
              {name}
            </option>
          ))}
        </Select>
      </Form>
    </Dialog>
  )
}
