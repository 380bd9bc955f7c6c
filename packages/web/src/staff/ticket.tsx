import type { GetTicketAnswer } from '@opensupports/core'
import { useEffect, useState } from 'preact/hooks'
import { client, useTicket, useWrite } from '../app/client.js'
import { usePolling } from '../app/live.js'
import { go, Link, type PageProps } from '../app/router.js'
import { Alert } from '../components/alert.js'
import { Dialog } from '../components/dialog.js'
import { Field } from '../components/field.js'
import { Form } from '../components/form.js'
import { Loading } from '../components/loading.js'
import { refusal } from '../components/refusal.js'
import { Time } from '../components/time.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'
import { Confirm } from './confirm.js'
import { type EditedMessage, EditMessage } from './edit-message.js'
import { History } from './history.js'
import { OriginalMail } from './original-mail.js'
import { OthersLooking } from './others-looking.js'
import { StaffReply } from './reply.js'
import { StaffFrame, staffPage } from './staff-page.js'
import { DepartmentChoice, OwnerChoice, TagChoice } from './ticket-choices.js'

export const Page = staffPage(StaffTicket)

type Open = 'title' | 'delete' | EditedMessage

/** A ticket with its whole conversation, and beside it what can be done. */
function StaffTicket({ params }: PageProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const ticketNumber = Number(params.number)
  const {
    data: ticket,
    dataUpdatedAt,
    error,
  } = useTicket(ticketNumber, { refetchInterval: usePolling(10_000) })
  const [open, setOpen] = useState<Open>()
  const [isWriting, setWriting] = useState(false)
  const close = useWrite('ticket.close')
  const reOpen = useWrite('ticket.reOpen')
  const rename = useWrite('ticket.editTitle')
  const remove = useWrite('ticket.delete')
  const isUnread = ticket?.unreadStaff
  useEffect(() => {
    // What fails here is tried again when the ticket is read again.
    if (isUnread) client.ticket.seen({ ticketNumber }).catch(() => undefined)
  }, [isUnread, ticketNumber, dataUpdatedAt])
  if (!ticket && error)
    return (
      <StaffFrame title={`#${params.number}`}>
        <Alert tone="bad">{refusal(error, words)}</Alert>
      </StaffFrame>
    )
  if (!ticket) return <Loading />
  const may = (name: string) => ticket.allowed.includes(`ticket.${name}`)
  const change = ticket.closed ? reOpen : close
  const actions = (
    <>
      {may('editTitle') && (
        <button type="button" class="quiet small" onClick={() => setOpen('title')}>
          {staffWords.rename}
        </button>
      )}
      {may(ticket.closed ? 'reOpen' : 'close') && (
        <button
          type="button"
          class="quiet small"
          aria-disabled={change.isPending}
          onClick={() => change.isPending || change.mutate({ ticketNumber })}
        >
          {ticket.closed ? words.reopen : words.close}
        </button>
      )}
    </>
  )
  const leave = () => setOpen(undefined)
  return (
    <StaffFrame title={ticket.title} actions={actions}>
      <p class="meta">
        <span class={`badge ${ticket.closed ? '' : 'good'}`}>
          {ticket.closed ? words.closed : words.open}
        </span>
        <span>#{ticketNumber}</span>
        <Time date={ticket.date} />
        {ticket.unproved && <span class="badge bad">{staffWords.unproved}</span>}
      </p>
      {change.error && <Alert tone="bad">{refusal(change.error, words)}</Alert>}
      <div class="beside">
        <div>
          <History ticket={ticket} onEdit={setOpen} />
          <OthersLooking ticketNumber={ticketNumber} isWriting={isWriting} />
          {may('comment') && <StaffReply ticketNumber={ticketNumber} onWriting={setWriting} />}
        </div>
        <aside class="card">
          <Author ticket={ticket} />
          <OwnerChoice ticketNumber={ticketNumber} ownerId={ticket.owner?.id} />
          <DepartmentChoice ticketNumber={ticketNumber} departmentId={ticket.department.id} />
          <TagChoice ticketNumber={ticketNumber} chosen={ticket.tags} />
          <p class="row">
            {ticket.hasOriginalMail && <OriginalMail ticketNumber={ticketNumber} />}
            {may('delete') && (
              <button type="button" class="quiet small" onClick={() => setOpen('delete')}>
                {staffWords.deleteTicket}
              </button>
            )}
          </p>
        </aside>
      </div>
      {open === 'title' && (
        <Dialog title={staffWords.rename} onClose={leave}>
          <Form
            submit={words.save}
            send={({ text }) => rename.mutateAsync({ ticketNumber, title: text('title') }).then(leave)}
          >
            <Field name="title" label={words.title} defaultValue={ticket.title} maxLength={200} required />
          </Form>
        </Dialog>
      )}
      {open === 'delete' && (
        <Confirm
          name={`#${ticketNumber}`}
          run={() => remove.mutateAsync({ ticketNumber }).then(() => go('/staff'))}
          onClose={leave}
        />
      )}
      {typeof open === 'object' && <EditMessage message={open} onClose={leave} />}
    </StaffFrame>
  )
}

function Author({ ticket: { author } }: { readonly ticket: GetTicketAnswer }) {
  const staffWords = useStaffWords()
  const isCustomer = author.id !== null && !author.staff
  return (
    <div>
      <h2>{staffWords.customer}</h2>
      {isCustomer ? (
        <Link to={`/staff/customers/${author.id}`}>{author.name ?? author.email}</Link>
      ) : (
        author.name
      )}
      <div class="soft">{author.email}</div>
      {author.customfields?.map(({ id, customfield, value }) => (
        <div key={id} class="soft">
          {customfield}: {value}
        </div>
      ))}
    </div>
  )
}
