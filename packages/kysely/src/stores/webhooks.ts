import type {
  ClaimedDelivery,
  StoredWebhook,
  StoredWebhookDelivery,
  WebhookDeliveryState,
  WebhookEnd,
  WebhookPatch,
  WebhookStore,
} from '@opensupports/core'
import { type Selectable, sql } from 'kysely'
import type { Dialect } from '../dialects/dialect.js'
import type { Db, Schema } from '../schema.js'
import { bit, given, isSet } from '../values.js'
import { insertRows } from './insert-rows.js'

const dateOrNull = (millis: number | null) => (millis === null ? null : new Date(Number(millis)))

const webhookOf = (row: Selectable<Schema['os_webhook']>): StoredWebhook => ({
  id: row.id,
  url: row.url,
  events: JSON.parse(row.events) as string[],
  description: row.description,
  secret: row.secret,
  previousSecret: row.previous_secret,
  previousSecretUntil: dateOrNull(row.previous_secret_until),
  enabled: isSet(row.enabled),
  disabledBecause: row.disabled_because as WebhookEnd | null,
  failingSince: dateOrNull(row.failing_since),
  pausedUntil: dateOrNull(row.paused_until),
  position: Number(row.position),
  startsAt: new Date(Number(row.starts_at)),
  createdAt: new Date(Number(row.created_at)),
})

const deliveryOf = (row: Selectable<Schema['os_webhook_delivery']>): StoredWebhookDelivery => ({
  id: row.id,
  webhookId: row.webhook_id,
  messageId: row.message_id,
  event: row.event,
  body: row.body,
  createdAt: new Date(Number(row.created_at)),
  state: row.state as WebhookDeliveryState,
  attempts: row.attempts,
  dueAt: dateOrNull(row.due_at),
  finishedAt: dateOrNull(row.finished_at),
  status: row.status,
  cause: row.cause,
})

const millisOf = (date: Date | null | undefined) => (date ? date.getTime() : date)

const columnsOf = (patch: WebhookPatch) =>
  given({
    url: patch.url,
    events: patch.events && JSON.stringify(patch.events),
    description: patch.description,
    secret: patch.secret,
    previous_secret: patch.previousSecret,
    previous_secret_until: millisOf(patch.previousSecretUntil),
    enabled: patch.enabled === undefined ? undefined : bit(patch.enabled),
    disabled_because: patch.disabledBecause,
    failing_since: millisOf(patch.failingSince),
    paused_until: millisOf(patch.pausedUntil),
    position: patch.position,
    starts_at: patch.startsAt?.getTime(),
  })

export function webhookStore(db: Db, { passingOver }: Pick<Dialect, 'passingOver'>): WebhookStore {
  const changeOf = (id: number) => db.updateTable('os_webhook_delivery').where('id', '=', id)
  /** Changes a delivery unless its lease has changed. Changes none without a lease, since `= null` is never true. */
  const leased = ({ id, dueAt }: ClaimedDelivery) =>
    changeOf(id).where('due_at', '=', dueAt === null ? null : dueAt.getTime())
  return {
    async all() {
      return (await db.selectFrom('os_webhook').selectAll().orderBy('id').execute()).map(webhookOf)
    },
    async byId(id) {
      const rows = await db.selectFrom('os_webhook').selectAll().where('id', '=', id).execute()
      return rows.map(webhookOf)[0]
    },
    async insert({ url, events, description, secret, position, startsAt, createdAt }) {
      const insert = db.insertInto('os_webhook').values({
        url,
        events: JSON.stringify(events),
        description,
        secret,
        previous_secret: null,
        previous_secret_until: null,
        enabled: 1,
        disabled_because: null,
        failing_since: null,
        paused_until: null,
        position,
        starts_at: startsAt.getTime(),
        created_at: createdAt.getTime(),
      })
      return (await insert.returning('id').executeTakeFirstOrThrow()).id
    },
    async update(id, patch) {
      await db.updateTable('os_webhook').set(columnsOf(patch)).where('id', '=', id).execute()
    },
    async disable(id, because) {
      const change = db
        .updateTable('os_webhook')
        .set({ enabled: 0, disabled_because: because })
        .where('id', '=', id)
        .where('enabled', '=', 1)
      return (await change.executeTakeFirst()).numUpdatedRows > 0
    },
    async remove(id) {
      // The webhook goes first, so that no other process adds deliveries.
      await db.deleteFrom('os_webhook').where('id', '=', id).execute()
      await db.deleteFrom('os_webhook_delivery').where('webhook_id', '=', id).execute()
    },
    async advance(id, { from, to, now, deliveries }) {
      const move = db
        .updateTable('os_webhook')
        .set({ position: to })
        .where('id', '=', id)
        .where('enabled', '=', 1)
        .where('position', '=', from)
      if ((await move.executeTakeFirst()).numUpdatedRows === 0n) return
      const time = now.getTime()
      await insertRows(
        deliveries.map(({ messageId, event, body }) => ({
          webhook_id: id,
          message_id: messageId,
          event,
          body,
          created_at: time,
          state: 'waiting',
          attempts: 0,
          due_at: time,
          finished_at: null,
          status: null,
          cause: null,
        })),
        (rows) => db.insertInto('os_webhook_delivery').values(rows).execute(),
      )
    },
    async claim(webhookId, now, leaseUntil) {
      const row = await db
        .selectFrom('os_webhook_delivery')
        .selectAll()
        .where('webhook_id', '=', webhookId)
        .where('due_at', '<=', now.getTime())
        .where(({ exists, selectFrom }) =>
          exists(selectFrom('os_webhook').select('id').where('id', '=', webhookId).where('enabled', '=', 1)),
        )
        .orderBy('due_at')
        .orderBy('id')
        .limit(1)
        .modifyEnd(passingOver)
        .executeTakeFirst()
      if (!row) return undefined
      await changeOf(row.id)
        .set({ due_at: leaseUntil.getTime(), attempts: sql<number>`attempts + 1` })
        .execute()
      return deliveryOf({ ...row, attempts: row.attempts + 1, due_at: leaseUntil.getTime() })
    },
    async bringForward(webhookId, latest) {
      await db
        .updateTable('os_webhook_delivery')
        .set({ due_at: latest.getTime() })
        .where('webhook_id', '=', webhookId)
        .where('due_at', '>', latest.getTime())
        .execute()
    },
    async finish(claimed, state, now, { status, cause }) {
      await leased(claimed).set({ state, due_at: null, finished_at: now.getTime(), status, cause }).execute()
    },
    async postpone(claimed, dueAt, { status, cause }) {
      await leased(claimed).set({ due_at: dueAt.getTime(), status, cause }).execute()
    },
    async release(claimed, now) {
      await leased(claimed).set({ due_at: now.getTime(), attempts: sql<number>`attempts - 1` }).execute()
    },
    async retry(id, now) {
      await changeOf(id)
        .set({ state: 'waiting', attempts: 0, due_at: now.getTime(), finished_at: null })
        .execute()
      const row = await db
        .selectFrom('os_webhook_delivery')
        .select('webhook_id')
        .where('id', '=', id)
        .executeTakeFirst()
      return row?.webhook_id
    },
    async deliveries(webhookId, { state, offset, limit }) {
      const all = db.selectFrom('os_webhook_delivery').selectAll().where('webhook_id', '=', webhookId)
      const some = state === undefined ? all : all.where('state', '=', state)
      const rows = await some.orderBy('id', 'desc').offset(offset).limit(limit).execute()
      return rows.map(deliveryOf)
    },
    async removeFinished(before, limit) {
      const old = await db
        .selectFrom('os_webhook_delivery')
        .select('id')
        .where('finished_at', '<', before.getTime())
        .orderBy('finished_at')
        .limit(limit)
        .execute()
      if (old.length === 0) return
      await db
        .deleteFrom('os_webhook_delivery')
        .where(
          'id',
          'in',
          old.map(({ id }) => id),
        )
        // Staff may have asked for another attempt meanwhile.
        .where('finished_at', 'is not', null)
        .execute()
    },
  }
}
