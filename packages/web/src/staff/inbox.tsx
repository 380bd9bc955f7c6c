import type { TicketPage } from '@opensupports/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { client } from '../app/client.js'
import type { Me } from '../app/identity.js'
import { usePolling } from '../app/live.js'
import { useMe } from '../app/me.js'
import { pageBefore } from '../app/page-before.js'
import { go, type PageProps } from '../app/router.js'
import { Alert } from '../components/alert.js'
import { Field, Select } from '../components/field.js'
import { Loading } from '../components/loading.js'
import { Pager } from '../components/pager.js'
import { refusal } from '../components/refusal.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'
import { addressOf, type Shown, shownIn, type View, views } from './inbox-address.js'
import { StaffFrame, staffPage } from './staff-page.js'
import { TicketList } from './ticket-list.js'

export const Page = staffPage(Inbox)

/** The tickets to work on, by view, department and search; with keys to move and open. */
function Inbox({ query }: PageProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const me = useMe()
  const shown = shownIn(query)
  const key = JSON.stringify(shown)
  const { data, error } = useQuery({
    queryKey: ['opensupports', 'inbox', shown],
    queryFn: ({ signal }) => readTickets(shown, me, signal),
    placeholderData: pageBefore(shown),
    refetchInterval: usePolling(15_000),
  })
  const chosen = useKeys(key, data?.tickets.map(({ ticketNumber }) => ticketNumber) ?? [])
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  // Otherwise a ticket that is opened before the search starts would be left again.
  useEffect(() => () => clearTimeout(timer.current), [])
  const show = (changes: Partial<Shown>) =>
    go(addressOf(Object.assign({}, shown, { page: 1 }, changes)), { replace: true })
  const search = (text: string) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => show({ text: text.trim() }), 400)
  }
  const departments = me?.kind === 'staff' ? me.staff.departments : []
  return (
    <StaffFrame title={words.inbox}>
      <fieldset class="tabs">
        <legend class="hidden">{words.inbox}</legend>
        {(Object.keys(views) as View[]).map((view) => (
          <button
            key={view}
            type="button"
            class="quiet small"
            aria-pressed={view === shown.view}
            onClick={() => show({ view })}
          >
            {staffWords[views[view]]}
          </button>
        ))}
      </fieldset>
      <search class="fields">
        <Field
          name="q"
          type="search"
          label={words.search}
          defaultValue={shown.text}
          onInput={(event) => search(event.currentTarget.value)}
        />
        <Select
          name="department"
          label={words.department}
          value={shown.department}
          onChange={(department) => show({ department })}
        >
          <option value="">{staffWords.everything}</option>
          {departments.map(({ id, name }) => (
            <option key={id} value={String(id)}>
              {name}
            </option>
          ))}
        </Select>
      </search>
      {error && <Alert tone="bad">{refusal(error, words)}</Alert>}
      {!data && !error && <Loading />}
      {data && <TicketList tickets={data.tickets} chosen={chosen} />}
      {data && <Pager page={shown.page} pages={data.pages} onPage={(page) => show({ page })} />}
      <p class="soft desk-only">{staffWords.shortcuts}</p>
    </StaffFrame>
  )
}

/** Reads a view. New and own tickets have calls of their own; a search text goes to the search. */
function readTickets(
  { view, page, department, text }: Shown,
  me: Me | undefined,
  signal: AbortSignal,
): Promise<TicketPage> {
  const only = department === '' ? {} : { departmentId: Number(department) }
  if (text === '' && view === 'new') return client.staff.getNewTickets({ page, ...only }, { signal })
  if (text === '' && view === 'mine') return client.staff.getTickets({ page, ...only }, { signal })
  const filters = {
    new: { assigned: false, closed: false },
    mine: { owners: me?.kind === 'staff' ? [me.id] : [], closed: false },
    all: { closed: false },
    closed: { closed: true },
  }
  const sought = text === '' ? {} : { query: text }
  const departments = department === '' ? {} : { departments: [Number(department)] }
  return client.ticket.search(Object.assign({ page }, filters[view], sought, departments), { signal })
}

/** Returns the index of the ticket that the keys j and k have chosen; Enter opens it, / goes to the search. */
function useKeys(shown: string, tickets: readonly number[]): number {
  const [chosen, setChosen] = useState(-1)
  useEffect(() => setChosen(-1), [shown])
  // Before the next key can be pressed.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target, key } = event
      const isElsewhere =
        target instanceof HTMLElement && target.closest('input, textarea, select, button, a, [role=textbox]')
      if (isElsewhere || event.ctrlKey || event.metaKey || event.altKey) return
      const ticket = tickets[chosen]
      if (key === 'j') setChosen(Math.min(chosen + 1, tickets.length - 1))
      else if (key === 'k') setChosen(Math.max(chosen - 1, 0))
      else if (key === 'Enter' && ticket !== undefined) go(`/staff/tickets/${ticket}`)
      else if (key === '/') document.querySelector<HTMLInputElement>('input[type=search]')?.focus()
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [chosen, tickets])
  return chosen
}
