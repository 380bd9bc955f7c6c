import type { JournalStore, LedgerEntry, LogStore, MailLedgerStore, OutboxStore } from '../index.js'
import { eventStore } from './events.js'
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

export function journalStore(tables: Tables): Sync<JournalStore> {
  const [log, outbox, events] = [logStore(tables), outboxStore(tables), eventStore(tables)]
  return {
    add(entries) {
      for (const entry of entries.logs) log.add(entry)
      outbox.add(entries.mails)
      events.add(entries.events)
    },
  }
}

export const outboxStore = ({ outbox }: Tables): Sync<OutboxStore> => ({
  add(mails) {
    for (const mail of mails)
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
  bringForward(latest) {
    for (const { id, attempts, dueAt } of outbox.all()) {
      const most = latest[Math.min(attempts, latest.length - 1)]
      if (most && dueAt && dueAt > most) outbox.update(id, { dueAt: most })
    }
  },
  remove(id) {
    outbox.remove(id)
  },
  failed(id, retryAt, cause) {
    outbox.update(id, { dueAt: retryAt, cause })
  },
  release(id, now) {
    const mail = outbox.get(id)
    if (mail) outbox.update(id, { dueAt: now, attempts: mail.attempts - 1 })
  },
  backlog() {
    const due = outbox.all().flatMap(({ dueAt }) => dueAt ?? [])
    return {
      waiting: Math.min(due.length, 10_000),
      firstDueAt: due.toSorted((one, other) => one.getTime() - other.getTime())[0] ?? null,
      deadLetters: Math.min(outbox.all().length - due.length, 10_000),
    }
  },
  undelivered: ({ offset, limit }) =>
    outbox
      .all()
      .flatMap(({ cause, ...mail }) => (cause === null ? [] : { ...mail, cause }))
      .reverse()
      .slice(offset, offset + limit),
  retry: (id, now) =>
    outbox.get(id)?.cause !== null && outbox.update(id, { dueAt: now, attempts: 0, cause: null }),
  discard: (id) => outbox.get(id)?.cause !== null && outbox.remove(id),
})

export const mailLedgerStore = ({ mailLedger, by }: Tables): Sync<MailLedgerStore> => {
  const at = (mailbox: string, uidValidity: string) => by.ledgerPlace(`${uidValidity} ${mailbox}`)
  const taken = ({ contentHash, sentHash }: Pick<LedgerEntry, 'contentHash' | 'sentHash'>) =>
    [
      ...(contentHash === null ? [] : by.ledgerHash(contentHash)),
      ...(sentHash === null ? [] : by.ledgerSent(sentHash)),
    ].find(({ fate }) => fate === 'taken')
  return {
    of(mailbox, uidValidity, uids) {
      const asked = new Set(uids)
      return at(mailbox, uidValidity)
        .filter(({ uid }) => asked.has(uid))
        .map(({ uid, fate, attempts, cause }) => ({ uid, fate, attempts, cause }))
    },
    takenAs: (mail) => taken(mail)?.ticketNumber,
    record(entry) {
      const known = at(entry.mailbox, entry.uidValidity).find(({ uid }) => uid === entry.uid)
      const replaceable = ['begun', 'failed', ...(entry.fate === 'taken' ? ['given up'] : [])]
      if (known && !replaceable.includes(known.fate)) return false
      if (entry.fate === 'taken' && taken(entry)) return false
      if (known) mailLedger.update(known.id, entry)
      else mailLedger.insert(entry)
      return true
    },
    messageIdsOf: (ticketNumber) =>
      by
        .ledgerTicket(ticketNumber)
        .flatMap(({ messageId }) => messageId ?? [])
        .slice(-20),
    ticketsOf(messageIds) {
      const numbers = messageIds.flatMap((id) =>
        by
          .ledgerMessage(id)
          .flatMap(({ fate, ticketNumber }) => (fate === 'taken' ? (ticketNumber ?? []) : [])),
      )
      return [...new Set(numbers)]
    },
    problems: ({ offset, limit }) =>
      mailLedger
        .filter(({ fate, cause }) => fate !== 'begun' && cause !== null)
        .reverse()
        .slice(offset, offset + limit),
    retry(id) {
      const entry = mailLedger.get(id)
      if (!entry || entry.cause === null || entry.ticketNumber !== null) return false
      if (entry.fate === 'begun' || entry.fate === 'taken') return false
      return mailLedger.update(id, { fate: 'failed', attempts: 0 })
    },
  }
}
