import { useState } from 'preact/hooks'
import { useRead, useReadPage, useWrite } from '../app/client.js'
import { go, Link, type PageProps } from '../app/router.js'
import { Alert } from '../components/alert.js'
import { Dialog } from '../components/dialog.js'
import { Field } from '../components/field.js'
import { Form } from '../components/form.js'
import { Loading } from '../components/loading.js'
import { Pager } from '../components/pager.js'
import { refusal } from '../components/refusal.js'
import { Time } from '../components/time.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'
import { StaffFrame, staffPage } from './staff-page.js'

export const Page = staffPage(Customers)

/** All customers, found by name and address; and the banned addresses. */
function Customers({ query }: PageProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const search = query.get('q') ?? ''
  const page = Math.max(1, Number(query.get('page')) || 1)
  const [isInviting, setInviting] = useState(false)
  const { data, error } = useReadPage('user.getUsers', {
    page,
    orderBy: 'id',
    desc: true,
    ...(search ? { search } : {}),
  })
  const show = (text: string, next: number) =>
    go(`/staff/customers?${new URLSearchParams({ q: text, page: String(next) })}`)
  const invite = (
    <button type="button" class="button" onClick={() => setInviting(true)}>
      {staffWords.invite}
    </button>
  )
  return (
    <StaffFrame title={staffWords.customers} actions={invite}>
      <search>
        <Form submit={words.search} send={async ({ text }) => show(text('q').trim(), 1)}>
          <Field key={search} name="q" type="search" label={words.search} defaultValue={search} />
        </Form>
      </search>
      {error && <Alert tone="bad">{refusal(error, words)}</Alert>}
      {!data && !error && <Loading />}
      {data?.users.length === 0 && <p class="card soft">{staffWords.nothing}</p>}
      {data && data.users.length > 0 && (
        <ul class="list">
          {data.users.map(({ id, name, email, tickets, signupDate, disabled }) => (
            <li key={id}>
              <Link to={`/staff/customers/${id}`}>
                <div class="row">
                  <strong>{name}</strong>
                  {disabled && <span class="badge bad">{staffWords.disabled}</span>}
                </div>
                <div class="meta">
                  <span>{email}</span>
                  <span>
                    {staffWords.tickets}: {tickets}
                  </span>
                  <Time date={signupDate} />
                </div>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {data && <Pager page={page} pages={data.pages} onPage={(next) => show(search, next)} />}
      <Bans />
      {isInviting && <Invite onClose={() => setInviting(false)} />}
    </StaffFrame>
  )
}

function Bans() {
  const words = useWords()
  const staffWords = useStaffWords()
  const { data: bans = [] } = useRead('user.listBan', {})
  const ban = useWrite('user.ban')
  const unBan = useWrite('user.unBan')
  return (
    <section class="card apart">
      <h2>{staffWords.bans}</h2>
      <ul class="rows">
        {bans.map((email) => (
          <li key={email} class="row">
            <span>{email}</span>
            <button
              type="button"
              class="quiet small"
              aria-label={`${staffWords.unban}: ${email}`}
              onClick={() => unBan.mutate({ email })}
            >
              {staffWords.unban}
            </button>
          </li>
        ))}
      </ul>
      <Form submit={staffWords.ban} send={({ text }) => ban.mutateAsync({ email: text('email') })}>
        <Field name="email" type="email" label={words.email} required />
      </Form>
    </section>
  )
}

function Invite({ onClose }: { readonly onClose: () => void }) {
  const words = useWords()
  const staffWords = useStaffWords()
  const invite = useWrite('user.invite')
  return (
    <Dialog title={staffWords.invite} onClose={onClose}>
      <Form
        submit={staffWords.invite}
        send={({ text }) => invite.mutateAsync({ name: text('name'), email: text('email') }).then(onClose)}
      >
        <Field name="name" label={words.name} required />
        <Field name="email" type="email" label={words.email} required />
      </Form>
    </Dialog>
  )
}
