import { expect, test } from 'vitest'
import type { EventName } from '../index.js'
import { callerOf, fieldsOf, setUpOf } from '../interleavings/calls.test-support.js'
import { makeStage, makeWorld, type World } from '../interleavings/stage.test-support.js'
import type { Fields } from '../params/index.js'
import { tokenHash } from '../platform/index.js'
import { memoryStorage } from '../storage/memory/index.js'
import { createTestHelpdesk } from '../testing/index.js'

/** The events of each operation that writes, in their order, or why it has none. A new operation needs an entry. */
const eventsOf: Readonly<Record<string, readonly EventName[] | string>> = {
  '/ticket/create': ['ticket.created'],
  '/ticket/comment': ['ticket.commented'],
  '/ticket/edit-comment': ['ticket.edited'],
  '/ticket/edit-title': ['ticket.edited'],
  '/ticket/close': ['ticket.closed'],
  '/ticket/re-open': ['ticket.reopened'],
  '/ticket/change-department': ['ticket.unassigned', 'ticket.departmentChanged'],
  '/ticket/seen': ['ticket.seen'],
  '/ticket/add-tag': ['ticket.tagged'],
  '/ticket/remove-tag': ['ticket.untagged'],
  '/ticket/delete': ['ticket.deleted'],
  '/ticket/check': 'it opens a session; with the proof of a mail, `ticket.proved` tells of it',
  '/ticket/create-tag': ['tag.created'],
  '/ticket/edit-tag': ['tag.edited'],
  '/ticket/delete-tag': ['tag.deleted'],
  '/ticket/add-custom-response': ['customResponse.created'],
  '/ticket/edit-custom-response': ['customResponse.edited'],
  '/ticket/delete-custom-response': ['customResponse.deleted'],
  '/staff/assign-ticket': ['ticket.assigned'],
  '/staff/un-assign-ticket': ['ticket.unassigned'],
  '/staff/edit': ['ticket.unassigned', 'staff.edited'],
  '/staff/invite': ['staff.created'],
  '/staff/resend-invite-staff': 'it mails a link again',
  '/staff/delete': ['ticket.unassigned', 'staff.deleted'],
  '/article/add-topic': ['topic.created'],
  '/article/edit-topic': ['topic.edited'],
  '/article/delete-topic': ['article.deleted', 'topic.deleted'],
  '/article/add': ['article.created'],
  '/article/edit': ['article.edited'],
  '/article/delete': ['article.deleted'],
  '/user/signup': ['user.created'],
  '/user/invite': ['user.created'],
  '/user/resend-invite-user': 'it mails a link again',
  '/user/resend-email-token': 'it mails a link again',
  '/user/send-recover-password': 'it mails a link',
  '/user/verify': ['user.verified'],
  '/user/recover-password': ['user.edited'],
  '/user/edit-password': ['staff.edited'],
  '/user/edit-email': 'the address waits for its proof; `user.edited` tells of it then',
  '/user/edit-custom-fields': ['user.edited'],
  '/user/edit-supervised-list': ['user.edited'],
  '/user/enable': ['user.enabled'],
  '/user/disable': ['user.disabled'],
  '/user/ban': ['ban.added'],
  '/user/un-ban': ['ban.removed'],
  '/user/login': 'it opens a session',
  '/user/logout': 'it ends a session',
  '/system/add-department': ['department.created'],
  '/system/edit-department': ['department.edited'],
  '/system/delete-department': ['department.deleted'],
  '/system/add-custom-field': ['customField.created'],
  '/system/delete-custom-field': ['customField.deleted'],
  '/system/edit-settings': ['settings.edited'],
  '/system/enable-registration': ['settings.edited'],
  '/system/disable-registration': ['settings.edited'],
  '/system/enable-mandatory-login': ['settings.edited'],
  '/system/disable-mandatory-login': ['settings.edited'],
  '/system/edit-mail-template': ['mailTemplate.edited'],
  '/system/recover-mail-template': ['mailTemplate.recovered'],
  '/system/add-api-key': ['apiKey.created'],
  '/system/delete-api-key': ['apiKey.deleted'],
  '/system/retry-mail': ['mail.retried'],
  '/system/discard-mail': ['mail.discarded'],
  '/system/init-settings': 'nobody can listen before the installation',
  '/system/init-admin':
    'it is refused here, on an installed helpdesk; `helpdesk.installed` tells of the other',
}

const takeTicket = ({ stage, ned, ticketNumber }: World) =>
  stage.others.staff.assignTicket(ned, { ticketNumber })

async function failedMail({ stage }: World): Promise<unknown> {
  const now = stage.desk.clock.now()
  const { outbox } = stage.storage
  for (const { id } of await outbox.claim(now, now, 1000)) await outbox.remove(id)
  const mail = { template: 'TICKET_CREATED', to: 'jane@x.example', language: 'en', variables: {} }
  await outbox.add({ ...mail, createdAt: now })
  const [claimed] = await outbox.claim(now, now, 1)
  await outbox.failed(claimed?.id ?? 0, null, 'refused')
  return claimed?.id
}

/** What has to be there before, besides what is there for everybody. Gives fields that replace the usual ones. */
const preparations: Readonly<Record<string, (world: World) => Promise<Fields | undefined>>> = {
  '/ticket/seen': async (world) => {
    await takeTicket(world)
    const { stage, jane, ticketNumber } = world
    await stage.others.ticket.comment(jane, { ticketNumber, content: 'Hello?' })
    return undefined
  },
  '/staff/edit': async (world) => {
    await takeTicket(world)
    return undefined
  },
  '/staff/delete': async (world) => {
    await takeTicket(world)
    return undefined
  },
  '/user/verify': async ({ stage, jane }) => {
    const verificationExpiresAt = new Date(stage.desk.clock.now().getTime() + 3_600_000)
    const waiting = { verificationToken: tokenHash('secret'), verificationExpiresAt }
    await stage.storage.users.update(jane.id, waiting)
    return { email: jane.email, token: 'secret' }
  },
  '/user/recover-password': async ({ stage, jane }) => {
    await stage.storage.passwordTokens.insert({
      email: jane.email,
      kind: 'user',
      purpose: 'recovery',
      tokenHash: tokenHash('secret'),
      expiresAt: new Date(stage.desk.clock.now().getTime() + 3_600_000),
    })
    return { email: jane.email, password: 'another password', token: 'secret' }
  },
  '/system/delete-api-key': async ({ stage, olga }) => {
    await stage.others.system.addApiKey(olga, { name: 'shop' })
    return { name: 'shop' }
  },
  '/system/retry-mail': async (world) => ({ id: await failedMail(world) }),
  '/system/discard-mail': async (world) => ({ id: await failedMail(world) }),
}

const writes = [...(await createTestHelpdesk()).helpdesk.operations.values()].filter(
  (each) => 'write' in each,
)

test('every operation that writes is listed, and nothing else', () => {
  expect(Object.keys(eventsOf).sort()).toEqual(writes.map(({ path }) => path).sort())
})

test.each(writes.map((operation) => [operation.path, operation] as const))(
  '%s emits its events, in the transaction of the change',
  async (path, operation) => {
    const stage = await makeStage(memoryStorage())
    const world = await makeWorld(stage)
    const { events } = stage.storage
    await setUpOf[path]?.(world)
    const fields = (await preparations[path]?.(world)) ?? fieldsOf[path]?.(world) ?? {}
    await events.position(1000)
    const before = (await events.range())?.last ?? 0
    const caller = path === '/ticket/seen' ? 'ned' : (callerOf[path] ?? 'olga')
    const call = stage.desk.helpdesk.call(operation, world[caller], fields)
    const expected = eventsOf[path]
    if (typeof expected === 'string') await call.catch(() => {})
    else await call
    await events.position(1000)
    const emitted = (await events.after(before, 1000)).map(({ name }) => name)
    expect(emitted).toEqual(typeof expected === 'string' ? [] : expected)
  },
)
