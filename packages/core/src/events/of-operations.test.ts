import { expect, test } from 'vitest'
import type { EventName } from '../index.js'
import { prepareCall } from '../interleavings/calls.test-support.js'
import { makeStage, makeWorld } from '../interleavings/stage.test-support.js'
import { memoryStorage } from '../storage/memory/index.js'
import { createTestHelpdesk } from '../testing/index.js'

/**
 * The events of each operation that writes, in order, or the reason why it has none. A new operation needs an entry.
 */
const eventsOf: Readonly<Record<string, readonly EventName[] | string>> = {
  '/ticket/create': ['ticket.created'],
  '/ticket/comment': ['ticket.commented'],
  '/ticket/edit-comment': ['ticket.edited'],
  '/ticket/edit-title': ['ticket.edited'],
  '/ticket/close': ['ticket.closed'],
  '/ticket/re-open': ['ticket.reopened'],
  '/ticket/change-department': ['ticket.unassigned', 'ticket.departmentChanged'],
  '/ticket/seen': ['ticket.seen'],
  '/ticket/looking': 'nothing that lasts has changed',
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
  '/system/create-token': ['token.created'],
  '/system/revoke-token': ['token.revoked'],
  '/system/create-webhook': ['webhook.created'],
  '/system/edit-webhook': ['webhook.edited'],
  '/system/rotate-webhook-secret': ['webhook.secretRotated'],
  '/system/delete-webhook': ['webhook.deleted'],
  '/system/retry-webhook-delivery': ['webhook.deliveryRetried'],
  '/system/retry-mail': ['mail.retried'],
  '/system/discard-mail': ['mail.discarded'],
  '/system/retry-untaken-mail': ['untakenMail.retried'],
  '/system/init-settings': 'nobody can listen before the installation',
  '/system/init-admin':
    'it is refused here, on an installed helpdesk; `helpdesk.installed` tells of the other',
}

const writes = [...(await createTestHelpdesk()).helpdesk.operations.values()].filter(
  (each) => 'write' in each,
)

test('exactly the operations that write are listed', () => {
  expect(Object.keys(eventsOf).sort()).toEqual(writes.map(({ path }) => path).sort())
})

test.each(writes.map((operation) => [operation.path, operation] as const))(
  '%s emits its events, in the transaction of the change',
  async (path, operation) => {
    const stage = await makeStage(memoryStorage())
    const world = await makeWorld(stage)
    const { events } = stage.storage
    const { caller, fields } = await prepareCall(path, world)
    await events.position(1000)
    const before = (await events.range())?.last ?? 0
    const call = stage.desk.helpdesk.call(operation, caller, fields)
    const expected = eventsOf[path]
    if (typeof expected === 'string') await call.catch(() => {})
    else await call
    await events.position(1000)
    const emitted = (await events.after(before, 1000)).map(({ name }) => name)
    expect(emitted).toEqual(typeof expected === 'string' ? [] : expected)
  },
)
