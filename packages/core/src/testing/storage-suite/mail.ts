import assert from 'node:assert/strict'
import type { LedgerEntry, Storage } from '../../storage/index.js'
import { at } from './makers.js'
import type { Rule } from './rule.js'

const texts = { subject: 'Über «R&D»', text1: '<b>Hi</b>', text2: '{{name}}', text3: null }
const everything = { offset: 0, limit: 100 }

const entry = (more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  mailbox: 'help@mail.example/INBOX',
  uidValidity: '7',
  uid: 1,
  fate: 'taken',
  attempts: 1,
  at: at(0),
  contentHash: 'a1',
  sender: 'uma@customer.example',
  messageId: '<1@x>',
  ticketNumber: 123456,
  reason: null,
  cause: null,
  sentHash: null,
  subject: null,
  ...more,
})

const fates = async ({ mailLedger }: Storage, mailbox = entry().mailbox, uidValidity = '7') =>
  (await mailLedger.of(mailbox, uidValidity, [1, 2])).map(
    ({ uid, fate, attempts }) => `${uid} ${fate} ${attempts}`,
  )

export function mailRules(rule: Rule): void {
  rule('mail templates: one a name and language, the name without case', async ({ mailTemplates }) => {
    assert.equal(await mailTemplates.get('USER_INVITE', 'en'), undefined)
    const invite = { template: 'USER_INVITE', language: 'en', ...texts }
    await mailTemplates.set(invite)
    await mailTemplates.set({ ...invite, language: 'de', subject: 'Hallo' })
    assert.deepEqual(await mailTemplates.get('user_Invite', 'en'), invite)
    const changed = { ...invite, subject: 'x'.repeat(200), text1: null, text3: 'y'.repeat(10_000) }
    await mailTemplates.set(changed)
    assert.deepEqual(await mailTemplates.get('USER_INVITE', 'en'), changed)
    assert.equal((await mailTemplates.get('USER_INVITE', 'de'))?.subject, 'Hallo')
    assert.equal(await mailTemplates.get('USER_INVITE', 'fr'), undefined)
  })

  rule('outbox: failed mails are listed newest first, with their cause', async ({ outbox }) => {
    const mail = { template: 'USER_INVITE', to: 'a', language: 'en', variables: { x: '1' }, createdAt: at(0) }
    for (const to of ['a', 'b', 'c']) await outbox.add([{ ...mail, to }])
    const [first, second] = await outbox.claim(at(1), at(2), 2)
    assert.ok(first && second)
    assert.deepEqual(await outbox.undelivered(everything), [])
    await outbox.failed(first.id, at(9), 'away')
    await outbox.failed(second.id, null, 'no such "mailbox"')
    assert.deepEqual(await outbox.undelivered(everything), [
      { ...second, dueAt: null, cause: 'no such "mailbox"' },
      { ...first, dueAt: at(9), cause: 'away' },
    ])
    assert.deepEqual(await outbox.undelivered({ offset: 1, limit: 1 }), [
      { ...first, dueAt: at(9), cause: 'away' },
    ])
  })

  rule('outbox: only failed mails can be retried or discarded', async ({ outbox }) => {
    const mail = { template: 'USER_INVITE', to: 'a', language: 'en', variables: {}, createdAt: at(0) }
    for (const to of ['a', 'b', 'c']) await outbox.add([{ ...mail, to }])
    const [first, second] = await outbox.claim(at(1), at(2), 2)
    assert.ok(first && second)
    for (const { id } of [first, second]) await outbox.failed(id, null, 'no')
    assert.equal(await outbox.retry(first.id, at(20)), true)
    assert.equal(await outbox.retry(first.id, at(20)), false)
    assert.equal(await outbox.discard(second.id), true)
    assert.equal(await outbox.discard(second.id), false)
    assert.equal(await outbox.retry(3, at(20)), false)
    assert.equal(await outbox.discard(3), false)
    assert.equal(await outbox.retry(99, at(20)), false)
    const claimed = await outbox.claim(at(20), at(30), 10)
    assert.deepEqual(
      claimed.map(({ to, attempts }) => `${to} ${attempts}`),
      ['a 1', 'c 1'],
    )
  })

  rule('mail ledger: an entry is final unless it has failed', async (storage) => {
    const { mailLedger } = storage
    const failed = entry({ fate: 'failed', contentHash: null, ticketNumber: null, cause: 'broken' })
    assert.equal(await mailLedger.record(failed), true)
    assert.equal(await mailLedger.record({ ...failed, attempts: 2 }), true)
    assert.deepEqual(await fates(storage), ['1 failed 2'])
    assert.equal(await mailLedger.record(entry({ attempts: 3 })), true)
    assert.equal(await mailLedger.record(entry({ attempts: 4, contentHash: 'b2' })), false)
    assert.equal(await mailLedger.record({ ...failed, attempts: 5 }), false)
    assert.deepEqual(await fates(storage), ['1 taken 3'])
  })

  rule('mail ledger: a begun entry stays open until it has an outcome', async (storage) => {
    const { mailLedger } = storage
    const begun = entry({ fate: 'begun', contentHash: null, ticketNumber: null })
    assert.equal(await mailLedger.record(begun), true)
    assert.equal(await mailLedger.record({ ...begun, attempts: 2 }), true)
    assert.deepEqual(await fates(storage), ['1 begun 2'])
    assert.deepEqual(await mailLedger.problems(everything), [])
    assert.equal(await mailLedger.record(entry({ attempts: 2 })), true)
    assert.equal(await mailLedger.record(begun), false)
    assert.deepEqual(await fates(storage), ['1 taken 2'])
  })

  rule(
    'mail ledger: a mail that one process gave up may still be taken by another, and nothing else',
    async (storage) => {
      const { mailLedger } = storage
      const givenUp = entry({ fate: 'given up', contentHash: null, ticketNumber: null, cause: 'broken' })
      assert.equal(await mailLedger.record(givenUp), true)
      for (const fate of ['begun', 'failed', 'refused', 'ignored', 'given up'] as const)
        assert.equal(await mailLedger.record({ ...givenUp, fate }), false)
      assert.equal(await mailLedger.record(entry()), true)
      assert.deepEqual(await fates(storage), ['1 taken 1'])
    },
  )

  rule('mail ledger: each mailbox has its own entries, and new ones with a new validity', async (storage) => {
    const { mailLedger } = storage
    await mailLedger.record(entry({ contentHash: 'a' }))
    await mailLedger.record(entry({ contentHash: 'b', uidValidity: '8' }))
    await mailLedger.record(entry({ contentHash: 'c', mailbox: 'other' }))
    await mailLedger.record(entry({ contentHash: 'd', uid: 2, fate: 'refused', ticketNumber: null }))
    assert.deepEqual(await fates(storage), ['1 taken 1', '2 refused 1'])
    assert.deepEqual(await fates(storage, entry().mailbox, '8'), ['1 taken 1'])
    assert.deepEqual(await fates(storage, 'other'), ['1 taken 1'])
    assert.deepEqual(await fates(storage, 'other', '8'), [])
  })

  rule('mail ledger: returns only the requested mails, however many', async ({ mailLedger }) => {
    for (let uid = 1; uid <= 3; uid++) await mailLedger.record(entry({ uid, contentHash: String(uid) }))
    const { mailbox } = entry()
    assert.deepEqual(await mailLedger.of(mailbox, '7', []), [])
    const many = Array.from({ length: 2000 }, (_, index) => index + 2)
    const uids = (await mailLedger.of(mailbox, '7', many)).map(({ uid }) => uid)
    assert.deepEqual(uids.toSorted(), [2, 3])
  })

  rule('mail ledger: a content is taken once, wherever it lies', async ({ mailLedger }) => {
    assert.equal(await mailLedger.takenAs({ contentHash: 'a1', sentHash: null }), undefined)
    assert.equal(await mailLedger.record(entry({ fate: 'refused', ticketNumber: null })), true)
    assert.equal(await mailLedger.takenAs({ contentHash: 'a1', sentHash: null }), undefined)
    assert.equal(await mailLedger.record(entry({ uid: 2 })), true)
    assert.equal(await mailLedger.takenAs({ contentHash: 'a1', sentHash: null }), 123456)
    assert.equal(await mailLedger.record(entry({ uid: 3 })), false)
    assert.equal(await mailLedger.record(entry({ uid: 3, fate: 'ignored' })), true)
    assert.equal(await mailLedger.record(entry({ uid: 4, contentHash: null })), true)
    assert.equal(await mailLedger.record(entry({ uid: 5, contentHash: null })), true)
  })

  rule('mail ledger: of several concurrent processes, one takes a mail', async ({ mailLedger }) => {
    const all = await Promise.all([1, 2, 3, 4].map((uid) => mailLedger.record(entry({ uid }))))
    assert.equal(all.filter(Boolean).length, 1)
    const place = await Promise.all(
      ['b', 'c', 'd'].map((contentHash) => mailLedger.record(entry({ uid: 9, contentHash }))),
    )
    assert.equal(place.filter(Boolean).length, 1)
  })

  rule('mail ledger: records are rolled back with their transaction', async (storage) => {
    const undone = storage.transaction(async (tx) => {
      await tx.mailLedger.record(entry())
      throw new Error('taken back')
    })
    await assert.rejects(undone, /taken back/)
    assert.equal(await storage.mailLedger.record(entry()), true)
  })

  rule('mail ledger: the message ids of a ticket, oldest first, the last 20', async ({ mailLedger }) => {
    for (let uid = 1; uid <= 25; uid++)
      await mailLedger.record(entry({ uid, contentHash: `h${uid}`, messageId: `<${uid}@x>` }))
    await mailLedger.record(entry({ uid: 26, contentHash: 'h26', messageId: null }))
    await mailLedger.record(entry({ uid: 27, contentHash: 'h27', ticketNumber: 654321 }))
    const ids = await mailLedger.messageIdsOf(123456)
    assert.deepEqual([ids.length, ids[0], ids.at(-1)], [20, '<6@x>', '<25@x>'])
    assert.deepEqual(await mailLedger.messageIdsOf(999999), [])
  })

  rule('mail ledger: a sent mail is taken once, by whatever route it arrives', async ({ mailLedger }) => {
    const first = entry({ sentHash: 's1' })
    const again = { contentHash: 'b2', sentHash: 's1' }
    assert.equal(await mailLedger.takenAs(again), undefined)
    assert.equal(await mailLedger.record({ ...first, fate: 'refused', ticketNumber: null }), true)
    assert.equal(await mailLedger.takenAs(again), undefined)
    assert.equal(await mailLedger.record({ ...first, uid: 2 }), true)
    assert.equal(await mailLedger.takenAs(again), 123456)
    assert.equal(await mailLedger.record(entry({ ...again, uid: 3 })), false)
    assert.equal(await mailLedger.record(entry({ ...again, uid: 3, fate: 'ignored' })), true)
    for (const uid of [4, 5])
      assert.equal(await mailLedger.record(entry({ uid, contentHash: `h${uid}`, sentHash: null })), true)
    assert.equal(await mailLedger.takenAs({ contentHash: 'h9', sentHash: null }), undefined)
  })

  rule('mail ledger: the tickets of message ids, in the order of the ids', async ({ mailLedger }) => {
    const taken = [
      { uid: 1, messageId: '<1@x>', ticketNumber: 111111 },
      { uid: 2, messageId: '<2@x>', ticketNumber: 222222 },
      { uid: 3, messageId: '<2@x>', ticketNumber: 333333 },
      { uid: 4, messageId: '<4@x>', ticketNumber: 111111 },
      { uid: 5, messageId: null, ticketNumber: 555555 },
    ]
    for (const each of taken) await mailLedger.record(entry({ ...each, contentHash: `h${each.uid}` }))
    const ignored = { fate: 'ignored', ticketNumber: 444444 } as const
    await mailLedger.record(entry({ uid: 6, contentHash: 'h6', messageId: '<6@x>', ...ignored }))
    const asked = ['<6@x>', '<4@x>', '<2@x>', '<1@x>', '<2@X>', '<7@x>']
    assert.deepEqual(await mailLedger.ticketsOf(asked), [111111, 222222, 333333])
    assert.deepEqual(await mailLedger.ticketsOf([]), [])
  })

  rule('mail ledger: problems are final entries with a cause, newest first', async ({ mailLedger }) => {
    const fates = ['taken', 'ignored', 'refused', 'failed', 'given up', 'begun'] as const
    const all = fates.map((fate, index) =>
      entry({ fate, uid: index + 1, contentHash: fate, cause: fate, ticketNumber: null }),
    )
    for (const each of all) await mailLedger.record(each)
    await mailLedger.record(entry({ uid: 7, contentHash: 'whole', cause: null }))
    const found = async (page: { offset: number; limit: number }) =>
      (await mailLedger.problems(page)).map(({ id, ...each }) => each)
    assert.deepEqual(await found(everything), all.slice(0, 5).reverse())
    assert.deepEqual(await found({ offset: 1, limit: 1 }), [all[3]])
  })

  rule('mail ledger: only mails that are in no ticket, with a cause, can be retried', async (storage) => {
    const { mailLedger } = storage
    const cause = 'its sender has no account'
    const refused = entry({ fate: 'refused', attempts: 3, ticketNumber: null, reason: 'no-account', cause })
    await mailLedger.record(refused)
    await mailLedger.record(entry({ uid: 2, contentHash: 'b2', reason: 'incomplete', cause: 'too large' }))
    await mailLedger.record(entry({ uid: 3, fate: 'ignored', reason: 'copy', cause: 'a copy' }))
    const blank = { ticketNumber: null, contentHash: null, cause: null }
    await mailLedger.record(entry({ ...blank, uid: 4, fate: 'refused' }))
    await mailLedger.record(entry({ ...blank, uid: 5, fate: 'begun', cause }))
    const [copy, part, first] = await mailLedger.problems(everything)
    assert.equal(await mailLedger.retry(first?.id ?? 0), true)
    assert.equal(await mailLedger.retry(first?.id ?? 0), true, 'it is retried anyway')
    assert.deepEqual(await mailLedger.problems({ offset: 2, limit: 1 }), [
      { ...refused, id: first?.id, fate: 'failed', attempts: 0 },
    ])
    for (const each of [copy, part]) assert.equal(await mailLedger.retry(each?.id ?? 0), false)
    for (const id of [3, 4, 5, 99]) assert.equal(await mailLedger.retry(id), false)
    assert.deepEqual(await fates(storage), ['1 failed 0', '2 taken 1'])
    assert.equal(await mailLedger.record(entry({ ...refused, fate: 'begun', attempts: 1 })), true)
  })
}
