import type { AccountRef, LedgerEntry, Storage } from '../../storage/index.js'
import { at, found, makeDesk, makeStaff, makeUser } from './makers.js'

/** Fills every table, and leaves gaps among the ids of some. */
export async function fillEverything(storage: Storage): Promise<void> {
  const languages = [
    { code: 'en', allowed: true, supported: true },
    { code: 'de', allowed: true, supported: false },
  ]
  await storage.settings.install({ title: 'Desk', empty: '', 'smtp-pass': null, lines: 'a\nb"c' }, languages)
  const { department, uma, stan, ticket, event } = await makeDesk(storage)
  const topicId = await storage.topics.insert({ name: 'Fire', icon: null, iconColor: '#f00', private: true })
  const article = { title: 'Smoke', content: '<p>Run.</p>', lastEdited: at(4), position: 2, topicId }
  await storage.articles.remove(await storage.articles.insert(article))
  await storage.articles.insert(article)
  const gone = await storage.departments.insert({ name: 'Gone', private: true })
  await storage.departments.remove(gone)
  const gus: AccountRef = {
    kind: 'user',
    id: await makeUser(storage, 'Gus', {
      verificationToken: 'hash',
      verificationExpiresAt: at(9),
      notRegistered: true,
    }),
  }
  await storage.users.update(gus.id, { disabled: true })
  await storage.users.addTickets(uma.id, 2)
  await storage.users.setSupervised(uma.id, [gus.id])
  const eva = await makeStaff(storage, 'Éva', { level: 3, profilePic: 'p_1.png', sendEmailOnNewTicket: true })
  await storage.staff.update(eva, { lastLogin: at(7) })
  await storage.staff.setDepartments(stan.id, [department])
  await fillCatalogue(storage, uma.id)

  const red = found(await storage.tags.insert({ name: 'red', color: '#f00' }))
  const blue = found(await storage.tags.insert({ name: 'blue', color: '#00f' }))
  const state = { closed: true, unread: true, reopened: true, editedTitle: true, lastClosedAt: at(3) }
  const first = await ticket(
    { title: '日本語 🖨️', file: 't1_a.txt' },
    { ...state, owner: stan.id, tags: [blue, red] },
  )
  await ticket({ author: stan, authorName: null, authorEmail: null }, { owner: eva })
  await ticket({ author: gus, unproved: true, content: 'line one\r\nline "two" \\ \u2028 end' })
  await storage.tags.remove(blue)
  const comment = await event(first, { content: 'A zebra', private: true, author: stan, file: 't1_b.txt' })
  await storage.tickets.editEvent(comment, 'A painted zebra')
  await event(first, { type: 'CLOSE', content: null, private: null, date: at(9) })
  await storage.tickets.nextSequence()
  const original = { ticketId: first, eventId: null, size: 5, hash: 'hash' }
  await storage.mailOriginals.add({ ...original, file: 'mail_t1_a.eml' }, [])
  await storage.mailOriginals.add({ ...original, eventId: comment, file: null }, [
    new Uint8Array([0, 255, 10]),
    new Uint8Array([13, 61]),
  ])
  await fillJournals(storage, [uma, stan], stan.id)
}

async function fillCatalogue(storage: Storage, userId: number) {
  const phone = { name: 'Phone', description: 'With prefix', type: 'text', options: [] } as const
  const color = { name: 'Color', description: '', type: 'select', options: ['red', 'green'] } as const
  const phoneId = found(await storage.customFields.insert(phone))
  const colorId = found(await storage.customFields.insert(color))
  const [, field] = await storage.customFields.all()
  const options = found(field).options
  await storage.users.setCustomFieldValues(userId, [
    { fieldId: phoneId, value: '123', optionId: null },
    { fieldId: colorId, value: 'green', optionId: found(options[1]).id },
  ])
  await storage.customResponses.insert({ name: 'Hello', language: 'en', content: '<p>Hi</p>' })
  const rights = { canCreateUsers: true, canCreateTickets: false, canCheckTickets: true }
  const key = { name: 'shop', token: 'hash', ending: 'abcd', ...rights, shouldReturnTicketNumber: false }
  await storage.apiKeys.insert({ ...key, sealedKey: 'sealed', sealedUntil: at(8) })
  await storage.bans.add('Eve@spam.example')
  await storage.fileNames.add([{ stored: 't1_a.txt', name: 'Ä 文件 🖨️.txt' }])
  const texts = { subject: 'Hello', text1: 'a', text2: null, text3: '' }
  await storage.mailTemplates.set({ template: 'USER_SIGNUP', language: 'en', ...texts })
}

async function fillJournals(storage: Storage, accounts: readonly AccountRef[], stanId: number) {
  for (const account of accounts) {
    const { kind, id } = account
    const expiresAt = new Date(at(60).getTime() + 1234)
    await storage.logs.add({ type: 'SIGNUP', to: null, date: at(1), authorName: 'Somebody', author: account })
    const session = { tokenHash: `${kind} session`, account, ticketNumber: null, expiresAt }
    await storage.sessions.insert({ ...session, rememberHash: `${kind} ${id}` })
    await storage.knownPlaces.remember({ placeHash: `${kind} place`, account, usedAt: at(6) })
    await storage.identities.insert({ identityHash: `${kind} identity`, externalId: 'ünïque/1', account })
    const machine = { name: 'Shop', tokenHash: `${kind} token`, ending: 'abcd', scopes: ['ticket.*'] }
    const rights = { level: 1, departments: kind === 'user' ? [1, 2] : null, staffId: stanId } as const
    await storage.accessTokens.insert({ ...machine, ...rights, createdAt: at(0), expiresAt })
    await storage.accessTokens.touch(1, at(5))
    const pending = { account, email: `new-${kind}@b.example`, tokenHash: 'hash', expiresAt }
    const signUp = { name: 'Ünal', password: '$2y$', customFields: [] }
    await storage.pendingAddresses.insert({ ...pending, signUp: kind === 'user' ? signUp : null })
    const token = { tokenHash: `${kind} ${id}`, expiresAt }
    await storage.rememberTokens.insert({ ...token, account, ip: '::1', createdAt: at(2) })
    await storage.passwordTokens.insert({ ...token, email: 'a@b.example', kind, purpose: 'invitation' })
    await storage.attempts.add(`login:${kind}`, at(0), 60_000)
  }
  await storage.logs.add({ type: 'COMMENT', to: '100001', date: at(2), authorName: '', author: null })
  const mail = {
    template: 'X',
    to: 'a@b.example',
    language: 'en',
    variables: { name: 'Üma' },
    createdAt: at(0),
  }
  await storage.outbox.add([{ ...mail, proof: 'recovery staff' }])
  await storage.outbox.add([mail])
  await storage.outbox.claim(at(1), at(2), 1)
  await storage.outbox.failed(1, null, 'no such address')
  await fillWebhooks(storage)
  const entry: LedgerEntry = {
    mailbox: 'INBOX',
    uidValidity: '7',
    uid: 1,
    fate: 'taken',
    attempts: 1,
    at: at(4),
    contentHash: 'hash',
    sentHash: 'sent',
    sender: 'a@b.example',
    messageId: '<1@b.example>',
    ticketNumber: 100_001,
    subject: null,
    reason: null,
    cause: null,
  }
  await storage.mailLedger.record(entry)
  await storage.mailLedger.record({
    ...entry,
    uid: 2,
    fate: 'failed',
    contentHash: null,
    sentHash: null,
    subject: 'Über «R&D»',
    reason: 'unreadable',
    cause: 'broken',
  })
}

async function fillWebhooks({ webhooks }: Storage) {
  const url = 'https://shop.example/hooks'
  const webhook = { url, events: ['ticket.*'], description: 'Ü', secret: 'sealed', position: 3 }
  const id = await webhooks.insert({ ...webhook, startsAt: at(0), createdAt: at(0) })
  const deliveries = ['a', 'b'].map((each) => ({ messageId: each, event: 'ticket.closed', body: '{"Ü":1}' }))
  await webhooks.advance(id, { from: 3, to: 5, now: at(1), deliveries })
  await webhooks.claim(id, at(1), at(2))
  await webhooks.finish({ id: 1, dueAt: at(2) }, 'failed', at(2), { status: 500, cause: 'broken' })
  const rotated = {
    previousSecret: 'older',
    previousSecretUntil: at(9),
    failingSince: at(2),
    pausedUntil: at(3),
  }
  await webhooks.update(id, rotated)
  await webhooks.disable(id, 'gone')
}
