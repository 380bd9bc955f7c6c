import { useState } from 'preact/hooks'
import { useReadPage, useWrite } from '../app/client.js'
import { fill } from '../app/words.js'
import { Alert } from '../components/alert.js'
import { Select } from '../components/field.js'
import { Loading } from '../components/loading.js'
import { refusal } from '../components/refusal.js'
import { entriesPerPage, Steps } from '../components/steps.js'
import { Time } from '../components/time.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'

interface WebhookDeliveriesProps {
  readonly webhookId: number
  readonly name: string
}

type State = 'waiting' | 'delivered' | 'failed'

/** What a webhook got and is to get, each to send again. */
export function WebhookDeliveries({ webhookId, name }: WebhookDeliveriesProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const [page, setPage] = useState(1)
  const [state, setState] = useState<State | ''>('')
  const query = { webhookId, page, ...(state ? { state } : {}) }
  const { data: deliveries, error, isPlaceholderData } = useReadPage('system.getWebhookDeliveries', query)
  const retry = useWrite('system.retryWebhookDelivery')
  const failed = retry.error ?? error
  const states = {
    waiting: staffWords.waiting,
    delivered: staffWords.delivered,
    failed: staffWords.givenUp,
  }
  const choose = (chosen: string) => {
    setState(chosen as State | '')
    setPage(1)
  }
  return (
    <section class="apart">
      <h2>
        {staffWords.deliveries}: {name}
      </h2>
      {failed && <Alert tone="bad">{refusal(failed, words)}</Alert>}
      <div class="fields">
        <Select name="state" label={staffWords.state} value={state} onChange={choose}>
          <option value="">{staffWords.all}</option>
          {Object.entries(states).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </div>
      {!deliveries && !error && <Loading />}
      {deliveries?.length === 0 && <p class="card soft">{staffWords.nothing}</p>}
      {deliveries && deliveries.length > 0 && (
        <ul class="list">
          {deliveries.map((delivery) => (
            <li key={delivery.id} class="entry">
              <span class="grow">
                <strong>{delivery.event}</strong> <span class="badge">{states[delivery.state]}</span>
                <span class="meta">
                  <Time date={delivery.createdAt} />
                  <span>{fill(staffWords.attempts, { count: delivery.attempts })}</span>
                  <span>{delivery.cause}</span>
                  <code>{delivery.body}</code>
                </span>
              </span>
              <button
                type="button"
                class="quiet small"
                aria-label={`${staffWords.retry}: ${delivery.event} ${delivery.id}`}
                onClick={() => retry.mutate({ deliveryId: delivery.id })}
              >
                {staffWords.retry}
              </button>
            </li>
          ))}
        </ul>
      )}
      {deliveries && (
        <Steps
          page={page}
          isLast={deliveries.length < entriesPerPage}
          isBusy={isPlaceholderData}
          onPage={setPage}
        />
      )}
    </section>
  )
}
