import type { UserDetails } from '@opensupports/core'
import { useState } from 'preact/hooks'
import { useRead, useReadPage, useWrite } from '../app/client.js'
import { useMe } from '../app/me.js'
import { go, type PageProps } from '../app/router.js'
import { fill } from '../app/words.js'
import { Alert } from '../components/alert.js'
import { Field } from '../components/field.js'
import { Loading } from '../components/loading.js'
import { Pager } from '../components/pager.js'
import { refusal } from '../components/refusal.js'
import { useDateFormat } from '../components/time.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'
import { Confirm } from './confirm.js'
import { StaffFrame, staffPage } from './staff-page.js'
import { TicketList } from './ticket-list.js'

export const Page = staffPage(Customer)

/** A customer with tickets: disable, ban, delete, and whose tickets this one sees. */
function Customer({ params }: PageProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const dates = useDateFormat()
  const userId = Number(params.id)
  const [page, setPage] = useState(1)
  const [isDeleting, setDeleting] = useState(false)
  const { data: user, error } = useRead('user.getUser', { userId })
  const tickets = useReadPage('ticket.search', { page, authors: [{ id: userId, isStaff: false }] })
  const disable = useWrite('user.disable')
  const enable = useWrite('user.enable')
  const ban = useWrite('user.ban')
  const remove = useWrite('user.delete')
  if (error)
    return (
      <StaffFrame title={staffWords.customer}>
        <Alert tone="bad">{refusal(error, words)}</Alert>
      </StaffFrame>
    )
  if (!user) return <Loading />
  const change = user.disabled ? enable : disable
  const failed = change.error ?? ban.error
  const actions = (
    <>
      <button type="button" class="quiet small" onClick={() => change.mutate({ userId })}>
        {user.disabled ? staffWords.enable : staffWords.disable}
      </button>
      <button type="button" class="quiet small" onClick={() => ban.mutate({ email: user.email })}>
        {staffWords.ban}
      </button>
      <button type="button" class="quiet small" onClick={() => setDeleting(true)}>
        {staffWords.delete}
      </button>
    </>
  )
  return (
    <StaffFrame title={user.name} actions={actions}>
      {failed && <Alert tone="bad">{refusal(failed, words)}</Alert>}
      <section class="card">
        <p class="meta">
          <span>{user.email}</span>
          <span>{fill(staffWords.since, { date: dates.format(user.signupDate) })}</span>
          {user.disabled && <span class="badge bad">{staffWords.disabled}</span>}
        </p>
        {user.customfields.map(({ id, customfield, value }) => (
          <p key={id}>
            {customfield}: {value}
          </p>
        ))}
        <Supervision userId={userId} supervised={user.userList} />
      </section>
      <h2>{staffWords.tickets}</h2>
      {tickets.data ? <TicketList tickets={tickets.data.tickets} /> : <Loading />}
      {tickets.data && <Pager page={page} pages={tickets.data.pages} onPage={setPage} />}
      {isDeleting && (
        <Confirm
          name={user.name}
          run={() => remove.mutateAsync({ userId }).then(() => go('/staff/customers'))}
          onClose={() => setDeleting(false)}
        />
      )}
    </StaffFrame>
  )
}

interface SupervisionProps {
  readonly userId: number
  readonly supervised: UserDetails['userList']
}

/** The customers whose tickets this one may see. */
function Supervision({ userId, supervised }: SupervisionProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const [query, setQuery] = useState('')
  const isAsked = query.trim().length > 1
  const { data } = useRead('ticket.searchAuthors', { query, searchUsers: true }, { enabled: isAsked })
  const edit = useWrite('user.editSupervisedList')
  const me = useMe()
  const ids = supervised.map(({ id }) => id)
  const mayEdit = me?.kind === 'staff' && me.staff.level >= 2
  const found = isAsked ? (data?.authors ?? []) : []
  return (
    <>
      <h2>{staffWords.supervises}</h2>
      {edit.error && <Alert tone="bad">{refusal(edit.error, words)}</Alert>}
      {!mayEdit && <p>{supervised.map(({ name }) => name).join(', ') || staffWords.nobody}</p>}
      {mayEdit && (
        <>
          <p class="row">
            {supervised.map(({ id, name }) => (
              <button
                key={id}
                type="button"
                class="quiet small"
                aria-label={`${words.remove}: ${name}`}
                onClick={() => edit.mutate({ userId, userIdList: ids.filter((each) => each !== id) })}
              >
                {name} <span aria-hidden="true">×</span>
              </button>
            ))}
          </p>
          <Field
            name="customer"
            type="search"
            label={staffWords.add}
            onInput={(event) => setQuery(event.currentTarget.value)}
          />
          <p class="row">
            {found
              .filter(({ id, isStaff }) => !isStaff && id !== userId && !ids.includes(id))
              .map(({ id, name, email }) => (
                <button
                  key={id}
                  type="button"
                  class="quiet small"
                  onClick={() => edit.mutate({ userId, userIdList: [...ids, id] })}
                >
                  + {name} ({email})
                </button>
              ))}
          </p>
        </>
      )}
    </>
  )
}
