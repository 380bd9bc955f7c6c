import type {
  LedgerEntry,
  MailFate,
  MailLedgerStore,
  MailTemplateStore,
  UntakenMail,
  UntakenReason,
} from '@opensupports/core'
import type { Dialect } from '../dialects/dialect.js'
import { lockName } from '../locks.js'
import type { Db } from '../schema.js'

export function mailTemplateStore(db: Db, { rowLocks }: Pick<Dialect, 'rowLocks'>): MailTemplateStore {
  const find = (template: string, language: string) =>
    db
      .selectFrom('mailtemplate')
      .selectAll()
      .where('template', '=', template)
      .where('language', '=', language)
      .executeTakeFirst()
  return {
    async get(template, language) {
      const row = await find(template, language)
      if (!row) return undefined
      const { id, subject, ...texts } = row
      return { ...texts, subject: subject ?? '' }
    },
    async set({ template, language, subject, text1, text2, text3 }) {
      await lockName(db, rowLocks, 'mailTemplates')
      const row = await find(template, language)
      const texts = { template, language, subject, text1, text2, text3 }
      if (row) await db.updateTable('mailtemplate').set(texts).where('id', '=', row.id).execute()
      else await db.insertInto('mailtemplate').values(texts).execute()
    },
  }
}

/** Looks up each hash separately, so that each query uses its own index. */
async function takenAs(
  db: Db,
  { contentHash, sentHash }: Pick<LedgerEntry, 'contentHash' | 'sentHash'>,
): Promise<number | null | undefined> {
  for (const [column, hash] of [
    ['taken_hash', contentHash],
    ['sent_hash', sentHash],
  ] as const) {
    if (hash === null) continue
    const taken = db.selectFrom('os_mail_ledger').select('ticket_number').where(column, '=', hash)
    const row = await taken.executeTakeFirst()
    if (row) return row.ticket_number
  }
  return undefined
}

export const mailLedgerStore = (db: Db, { rowLocks }: Pick<Dialect, 'rowLocks'>): MailLedgerStore => ({
  async of(mailbox, uidValidity, uids) {
    const known: Pick<LedgerEntry, 'uid' | 'fate' | 'attempts' | 'cause'>[] = []
    for (let start = 0; start < uids.length; start += 500) {
      const rows = await db
        .selectFrom('os_mail_ledger')
        .select(['uid', 'fate', 'attempts', 'cause'])
        .where('mailbox', '=', mailbox)
        .where('uid_validity', '=', uidValidity)
        .where('uid', 'in', uids.slice(start, start + 500))
        .orderBy('id')
        .execute()
      known.push(...rows.map((row) => ({ ...row, fate: row.fate as MailFate })))
    }
    return known
  },
  takenAs: (mail) => takenAs(db, mail),
  async record(entry) {
    await lockName(db, rowLocks, 'mailLedger')
    const place = db
      .selectFrom('os_mail_ledger')
      .select(['id', 'fate'])
      .where('mailbox', '=', entry.mailbox)
      .where('uid_validity', '=', entry.uidValidity)
      .where('uid', '=', entry.uid)
    const known = await place.executeTakeFirst()
    const replaceable = ['begun', 'failed', ...(entry.fate === 'taken' ? ['given up'] : [])]
    if (known && !replaceable.includes(known.fate)) return false
    const takenHash = entry.fate === 'taken' ? entry.contentHash : null
    if (entry.fate === 'taken' && (await takenAs(db, entry)) !== undefined) return false
    const row = {
      mailbox: entry.mailbox,
      uid_validity: entry.uidValidity,
      uid: entry.uid,
      fate: entry.fate,
      attempts: entry.attempts,
      at: entry.at.getTime(),
      content_hash: entry.contentHash,
      taken_hash: takenHash,
      sent_hash: entry.fate === 'taken' ? entry.sentHash : null,
      sender: entry.sender,
      message_id: entry.messageId,
      ticket_number: entry.ticketNumber,
      cause: entry.cause,
      subject: entry.subject,
      reason: entry.reason,
    }
    if (known) {
      const change = db.updateTable('os_mail_ledger').set(row).where('id', '=', known.id)
      return (await change.where('fate', 'in', replaceable).executeTakeFirst()).numUpdatedRows > 0
    }
    const insert = db
      .insertInto('os_mail_ledger')
      .values(row)
      .onConflict((clash) => clash.doNothing())
    return (await insert.returning('id').executeTakeFirst()) !== undefined
  },
  async messageIdsOf(ticketNumber) {
    const rows = await db
      .selectFrom('os_mail_ledger')
      .select('message_id')
      .where('ticket_number', '=', ticketNumber)
      .where('message_id', 'is not', null)
      .orderBy('id', 'desc')
      .limit(20)
      .execute()
    return rows.flatMap(({ message_id }) => message_id ?? []).reverse()
  },
  async ticketsOf(messageIds) {
    if (messageIds.length === 0) return []
    const rows = await db
      .selectFrom('os_mail_ledger')
      .select(['message_id', 'ticket_number'])
      .where('message_id', 'in', messageIds)
      .where('fate', '=', 'taken')
      .orderBy('id')
      .execute()
    const numbers = messageIds.flatMap((id) =>
      rows.flatMap(({ message_id, ticket_number }) => (message_id === id ? (ticket_number ?? []) : [])),
    )
    return [...new Set(numbers)]
  },
  async problems({ offset, limit }) {
    const rows = await db
      .selectFrom('os_mail_ledger')
      .selectAll()
      .where('fate', '!=', 'begun')
      .where('cause', 'is not', null)
      .orderBy('id', 'desc')
      .offset(offset)
      .limit(limit)
      .execute()
    return rows.map(
      (row): UntakenMail => ({
        id: row.id,
        mailbox: row.mailbox,
        uidValidity: row.uid_validity,
        uid: row.uid,
        fate: row.fate as MailFate,
        attempts: row.attempts,
        at: new Date(row.at),
        contentHash: row.content_hash,
        sentHash: row.sent_hash,
        sender: row.sender,
        messageId: row.message_id,
        ticketNumber: row.ticket_number,
        cause: row.cause,
        subject: row.subject,
        reason: row.reason as UntakenReason | null,
      }),
    )
  },
  async retry(id) {
    const change = db
      .updateTable('os_mail_ledger')
      .set({ fate: 'failed', attempts: 0 })
      .where('id', '=', id)
      .where('fate', 'not in', ['begun', 'taken'])
      .where('cause', 'is not', null)
      .where('ticket_number', 'is', null)
    return (await change.executeTakeFirst()).numUpdatedRows > 0
  },
})
