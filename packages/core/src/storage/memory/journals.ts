import type { LogStore, OutboxStore } from '../index.js'
import type { Sync, Tables } from './tables.js'
import { toMinute } from './text.js'

export const logStore = ({ logs }: Tables): Sync<LogStore> => ({
  add(entry) {
    logs.insert({ ...entry, date: toMinute(entry.date) })
  },
  list: ({ offset, limit }) =>
    logs
      .all()
      .reverse()
      .slice(offset, offset + limit),
})

export const outboxStore = ({ outbox }: Tables): Sync<OutboxStore> => ({
  add(mail) {
    outbox.insert({
      ...mail,
      variables: { ...mail.variables },
      attempts: 0,
      dueAt: mail.createdAt,
      cause: null,
    })
  },
  claim: (now, leaseUntil, limit) =>
    outbox
      .filter(({ dueAt }) => dueAt !== null && dueAt <= now)
      .slice(0, limit)
      .map(({ dueAt, cause, ...mail }) => {
        const attempts = mail.attempts + 1
        outbox.update(mail.id, { attempts, dueAt: leaseUntil })
        return { ...mail, attempts }
      }),
  remove(id) {
    outbox.remove(id)
  },
  failed(id, retryAt, cause) {
    outbox.update(id, { dueAt: retryAt, cause })
  },
})
