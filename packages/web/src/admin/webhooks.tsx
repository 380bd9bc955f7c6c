import type { GetWebhooksEntry } from '@opensupports/core'
import { useState } from 'preact/hooks'
import { useRead, useWrite } from '../app/client.js'
import { fill } from '../app/words.js'
import { Alert } from '../components/alert.js'
import { Dialog } from '../components/dialog.js'
import { Field } from '../components/field.js'
import { Form, type Values } from '../components/form.js'
import { Loading } from '../components/loading.js'
import { refusal } from '../components/refusal.js'
import { TextArea } from '../components/text-area.js'
import { useDateFormat } from '../components/time.js'
import { Confirm } from '../staff/confirm.js'
import { staffPage } from '../staff/staff-page.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'
import { AdminFrame } from './admin-page.js'
import { namesIn } from './name-lines.js'
import { refusedWith } from './refused-with.js'
import { SecretOnce } from './secret-once.js'
import { WebhookDeliveries } from './webhook-deliveries.js'

export const Page = staffPage(Webhooks)

interface Open {
  readonly what: 'edit' | 'rotate' | 'delete' | 'deliveries'
  readonly webhook?: GetWebhooksEntry
}

/** The webhooks: addresses that get events. The secret of a new one is shown once. */
function Webhooks() {
  const words = useWords()
  const staffWords = useStaffWords()
  const { data: webhooks, error } = useRead('system.getWebhooks', {})
  const edit = useWrite('system.editWebhook')
  const remove = useWrite('system.deleteWebhook')
  const [open, setOpen] = useState<Open>()
  const [secret, setSecret] = useState<string>()
  const close = () => setOpen(undefined)
  const failed = edit.error ?? error
  const add = (
    <button type="button" class="button" onClick={() => setOpen({ what: 'edit' })}>
      {staffWords.add}
    </button>
  )
  const { what, webhook } = open ?? {}
  return (
    <AdminFrame title={staffWords.webhooks} actions={add}>
      {failed && <Alert tone="bad">{refusal(failed, words)}</Alert>}
      {secret && <SecretOnce secret={secret} />}
      {!webhooks && !error && <Loading />}
      {webhooks?.length === 0 && <p class="card soft">{staffWords.nothing}</p>}
      {webhooks && webhooks.length > 0 && (
        <ul class="list">
          {webhooks.map((each) => (
            <WebhookEntry
              key={each.id}
              webhook={each}
              onOpen={(action) => setOpen({ what: action, webhook: each })}
              onSwitch={() => edit.mutate({ webhookId: each.id, enabled: !each.enabled })}
            />
          ))}
        </ul>
      )}
      {what === 'edit' && <WebhookDialog webhook={webhook} onMade={setSecret} onClose={close} />}
      {what === 'rotate' && webhook && <RotateDialog webhook={webhook} onMade={setSecret} onClose={close} />}
      {what === 'delete' && webhook && (
        <Confirm
          name={nameOf(webhook)}
          run={() => remove.mutateAsync({ webhookId: webhook.id })}
          onClose={close}
        />
      )}
      {what === 'deliveries' && webhook && (
        <WebhookDeliveries key={webhook.id} webhookId={webhook.id} name={nameOf(webhook)} />
      )}
    </AdminFrame>
  )
}

const nameOf = ({ description, url }: GetWebhooksEntry) => description || url

interface WebhookEntryProps {
  readonly webhook: GetWebhooksEntry
  readonly onOpen: (what: Open['what']) => void
  readonly onSwitch: () => void
}

function WebhookEntry({ webhook, onOpen, onSwitch }: WebhookEntryProps) {
  const staffWords = useStaffWords()
  const dates = useDateFormat()
  const { url, events, enabled, disabledBecause, failingSinceAt } = webhook
  const name = nameOf(webhook)
  const actions = [
    [staffWords.deliveries, () => onOpen('deliveries')],
    [staffWords.edit, () => onOpen('edit')],
    [staffWords.newSecret, () => onOpen('rotate')],
    [enabled ? staffWords.disable : staffWords.enable, onSwitch],
    [staffWords.delete, () => onOpen('delete')],
  ] as const
  const disabled = { failing: staffWords.disabledFailing, gone: staffWords.disabledGone }
  return (
    <li class="entry">
      <span class="grow">
        <strong>{name}</strong>{' '}
        {!enabled && (
          <span class="badge">{disabledBecause ? disabled[disabledBecause] : staffWords.disabled}</span>
        )}
        <span class="meta">
          {name !== url && <span>{url}</span>}
          <span>{events.join(', ')}</span>
          {failingSinceAt && (
            <span>{fill(staffWords.failingSince, { date: dates.format(failingSinceAt) })}</span>
          )}
        </span>
        <span class="row">
          {actions.map(([label, act]) => (
            <button
              key={label}
              type="button"
              class="quiet small"
              aria-label={`${label}: ${name}`}
              onClick={act}
            >
              {label}
            </button>
          ))}
        </span>
      </span>
    </li>
  )
}

interface WebhookDialogProps {
  readonly webhook: GetWebhooksEntry | undefined
  readonly onMade: (secret: string) => void
  readonly onClose: () => void
}

function WebhookDialog({ webhook, onMade, onClose }: WebhookDialogProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const create = useWrite('system.createWebhook')
  const edit = useWrite('system.editWebhook')
  const sentences = { INVALID_EVENTS: staffWords.badNames, INVALID_URL: staffWords.badAddress }
  const send = async ({ text }: Values) => {
    const fields = {
      url: text('url').trim(),
      events: namesIn(text('events')),
      description: text('description'),
    }
    if (webhook) await refusedWith(edit.mutateAsync({ webhookId: webhook.id, ...fields }), sentences)
    else onMade((await refusedWith(create.mutateAsync(fields), sentences)).secret)
    onClose()
  }
  return (
    <Dialog title={webhook ? nameOf(webhook) : `${staffWords.webhooks}: ${staffWords.add}`} onClose={onClose}>
      <Form submit={words.save} send={send}>
        <Field name="url" label="URL" type="url" maxLength={500} defaultValue={webhook?.url ?? ''} required />
        <TextArea
          name="events"
          label={staffWords.events}
          hint={staffWords.eachOnLine}
          defaultValue={webhook?.events.join('\n') ?? 'ticket.*'}
          required
        />
        <Field
          name="description"
          label={staffWords.description}
          maxLength={100}
          defaultValue={webhook?.description ?? ''}
        />
      </Form>
    </Dialog>
  )
}

interface RotateDialogProps {
  readonly webhook: GetWebhooksEntry
  readonly onMade: (secret: string) => void
  readonly onClose: () => void
}

function RotateDialog({ webhook, onMade, onClose }: RotateDialogProps) {
  const staffWords = useStaffWords()
  const rotate = useWrite('system.rotateWebhookSecret')
  const send = async () => {
    onMade((await rotate.mutateAsync({ webhookId: webhook.id })).secret)
    onClose()
  }
  return (
    <Dialog title={`${staffWords.newSecret}: ${nameOf(webhook)}`} onClose={onClose}>
      <Form submit={staffWords.newSecret} send={send}>
        <p>{staffWords.newSecretText}</p>
      </Form>
    </Dialog>
  )
}
