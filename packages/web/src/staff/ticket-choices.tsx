import { useRead, useWrite } from '../app/client.js'
import { useMe } from '../app/me.js'
import { Alert } from '../components/alert.js'
import { Select } from '../components/field.js'
import { refusal } from '../components/refusal.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'

interface OwnerChoiceProps {
  readonly ticketNumber: number
  readonly ownerId: number | undefined
}

/** Who takes care of the ticket. */
export function OwnerChoice({ ticketNumber, ownerId }: OwnerChoiceProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const me = useMe()
  const { data: members = [] } = useRead('staff.getAll', {})
  const assign = useWrite('staff.assignTicket')
  const release = useWrite('staff.unAssignTicket')
  const error = assign.error ?? release.error
  const onChange = (id: string) =>
    id === '' ? release.mutate({ ticketNumber }) : assign.mutate({ ticketNumber, staffId: Number(id) })
  return (
    <div>
      <Select name="owner" label={staffWords.owner} value={String(ownerId ?? '')} onChange={onChange}>
        <option value="">{staffWords.nobody}</option>
        {members.map(({ id, name }) => (
          <option key={id} value={String(id)}>
            {name}
          </option>
        ))}
      </Select>
      {me?.kind === 'staff' && ownerId !== me.id && (
        <p>
          <button
            type="button"
            class="quiet small"
            disabled={assign.isPending}
            onClick={() => assign.mutate({ ticketNumber })}
          >
            {staffWords.take}
          </button>
        </p>
      )}
      {error && <Alert tone="bad">{refusal(error, words)}</Alert>}
    </div>
  )
}

interface DepartmentChoiceProps {
  readonly ticketNumber: number
  readonly departmentId: number | null
}

export function DepartmentChoice({ ticketNumber, departmentId }: DepartmentChoiceProps) {
  const words = useWords()
  const { data: settings } = useRead('system.getSettings', {})
  const move = useWrite('ticket.changeDepartment')
  return (
    <div>
      <Select
        name="department"
        label={words.department}
        value={String(departmentId ?? '')}
        onChange={(id) => move.mutate({ ticketNumber, departmentId: Number(id) })}
      >
        {settings?.departments.map(({ id, name }) => (
          <option key={id} value={String(id)}>
            {name}
          </option>
        ))}
      </Select>
      {move.error && <Alert tone="bad">{refusal(move.error, words)}</Alert>}
    </div>
  )
}

interface TagChoiceProps {
  readonly ticketNumber: number
  readonly chosen: readonly string[]
}

export function TagChoice({ ticketNumber, chosen }: TagChoiceProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const { data: tags = [] } = useRead('ticket.getTags', {})
  const add = useWrite('ticket.addTag')
  const remove = useWrite('ticket.removeTag')
  const others = tags.filter(({ name }) => !chosen.includes(name))
  if (tags.length === 0) return null
  return (
    <div>
      <h2>{staffWords.tags}</h2>
      <p class="row">
        {tags
          .filter(({ name }) => chosen.includes(name))
          .map(({ id, name }) => (
            <button
              key={id}
              type="button"
              class="quiet small"
              aria-label={`${words.remove}: ${name}`}
              onClick={() => remove.mutate({ ticketNumber, tagId: id })}
            >
              {name} <span aria-hidden="true">×</span>
            </button>
          ))}
      </p>
      {others.length > 0 && (
        <Select
          name="tag"
          label={staffWords.addTag}
          value=""
          onChange={(id) => add.mutate({ ticketNumber, tagId: Number(id) })}
        >
          <option value="">{staffWords.choose}</option>
          {others.map(({ id, name }) => (
            <option key={id} value={String(id)}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </div>
  )
}
