import type { SessionContext } from '../call/index.js'
import type { Fields } from '../params/index.js'
import { tokenHash } from '../platform/index.js'
import type { World } from './stage.test-support.js'

/** Valid fields for each operation that writes in one transaction. Olga is the caller. */
export const fieldsOf: Readonly<Record<string, (world: World) => Fields>> = {
  '/ticket/close': ({ ticketNumber }) => ({ ticketNumber }),
  '/ticket/re-open': ({ ticketNumber }) => ({ ticketNumber }),
  '/ticket/change-department': ({ ticketNumber, second }) => ({ ticketNumber, departmentId: second }),
  '/ticket/seen': ({ ticketNumber }) => ({ ticketNumber }),
  '/ticket/looking': ({ ticketNumber }) => ({ ticketNumber }),
  '/ticket/add-tag': ({ ticketNumber, tagId }) => ({ ticketNumber, tagId }),
  '/ticket/remove-tag': ({ ticketNumber, otherTagId }) => ({ ticketNumber, tagId: otherTagId }),
  '/ticket/create-tag': ({ number }) => ({ name: `New ${number}`, color: '#00ff00' }),
  '/ticket/edit-tag': ({ tagId, number }) => ({ tagId, name: `Very urgent ${number}`, color: '#00ff00' }),
  '/ticket/delete-tag': ({ tagId }) => ({ tagId }),
  '/ticket/add-custom-response': () => ({ name: 'Bye', content: 'Good bye', language: 'en' }),
  '/ticket/edit-custom-response': ({ responseId }) => ({ id: responseId, content: 'Good bye' }),
  '/ticket/delete-custom-response': ({ responseId }) => ({ id: responseId }),
  '/staff/assign-ticket': ({ ticketNumber, ned }) => ({ ticketNumber, staffId: ned.id }),
  '/staff/un-assign-ticket': ({ ticketNumber }) => ({ ticketNumber }),
  '/system/add-api-key': ({ number }) => ({ name: `key${number}` }),
  '/system/delete-api-key': () => ({ name: 'none' }),
  '/system/create-token': () => ({ name: 'shop', scopes: ['ticket.*'] }),
  '/system/revoke-token': () => ({ tokenId: 1 }),
  '/system/create-webhook': () => ({ url: 'https://shop.example/hooks', events: ['ticket.*'] }),
  '/system/edit-webhook': () => ({ webhookId: 1, enabled: false }),
  '/system/rotate-webhook-secret': () => ({ webhookId: 1 }),
  '/system/delete-webhook': () => ({ webhookId: 1 }),
  '/system/retry-webhook-delivery': () => ({ deliveryId: 1 }),
  '/system/delete-department': ({ first, second }) => ({
    departmentId: second,
    transferDepartmentId: first,
  }),
  '/system/edit-settings': ({ first }) => ({ 'default-department-id': first, title: 'Help' }),
  '/system/init-admin': () => ({ name: 'Eve', email: 'eve@x.example', password: 'a password' }),
  '/system/init-settings': () => ({ language: 'en' }),
  '/system/add-department': ({ number }) => ({ name: `Third ${number}` }),
  '/system/edit-department': ({ second, number }) => ({ departmentId: second, name: `Other ${number}` }),
  '/system/add-custom-field': ({ number }) => ({ name: `Room ${number}`, type: 'text' }),
  '/system/delete-custom-field': ({ fieldId }) => ({ id: fieldId }),
  '/system/edit-mail-template': () => ({
    template: 'USER_PASSWORD',
    language: 'en',
    subject: 'Your password',
    text1: 'A',
    text2: '{{name}} {{to}}',
    text3: 'C',
  }),
  '/system/recover-mail-template': () => ({ template: 'USER_PASSWORD', language: 'en' }),
  '/system/discard-mail': () => ({ id: 1 }),
  '/system/retry-mail': () => ({ id: 1 }),
  '/system/retry-untaken-mail': () => ({ id: 1 }),
  '/system/enable-registration': ({ password }) => ({ password }),
  '/system/disable-registration': ({ password }) => ({ password }),
  '/system/enable-mandatory-login': ({ password }) => ({ password }),
  '/system/disable-mandatory-login': ({ password }) => ({ password }),
  '/article/add-topic': () => ({ name: 'Second steps' }),
  '/article/edit-topic': ({ topicId }) => ({ topicId, name: 'Renamed' }),
  '/article/delete-topic': ({ topicId }) => ({ topicId }),
  '/article/add': ({ topicId }) => ({ topicId, title: 'Two', content: 'Go on.' }),
  '/article/edit': ({ topicId, articleId }) => ({ articleId, topicId, title: 'Three', content: 'Stop.' }),
  '/staff/edit': ({ ned, second }) => ({ staffId: ned.id, level: 1, departments: [second] }),
  '/staff/invite': ({ number, second }) => ({
    name: 'Ina',
    email: `ina${number}@x.example`,
    level: 1,
    departments: [second],
  }),
  '/staff/resend-invite-staff': ({ ned }) => ({ email: ned.email }),
  '/staff/delete': ({ ned }) => ({ staffId: ned.id }),
  '/ticket/create': ({ first }) => ({ title: 'Printer', content: 'It smokes.', departmentId: first }),
  '/ticket/comment': ({ ticketNumber }) => ({ ticketNumber, content: 'It still smokes.' }),
  '/ticket/delete': ({ ticketNumber }) => ({ ticketNumber }),
  '/ticket/check': ({ ticketNumber, jane }) => ({ ticketNumber, email: jane.email }),
  '/ticket/edit-title': ({ ticketNumber }) => ({ ticketNumber, title: 'Another title' }),
  '/ticket/edit-comment': ({ ticketNumber }) => ({ ticketNumber, content: 'It does not smoke.' }),
  '/article/delete': ({ articleId }) => ({ articleId }),
  '/user/ban': ({ number }) => ({ email: `mallory${number}@evil.example` }),
  '/user/edit-custom-fields': ({ jane, fieldName }) => ({
    userId: jane.id,
    [`customfield_${fieldName}`]: '1',
  }),
  '/user/edit-email': ({ number }) => ({ newEmail: `olga${number}@new.example` }),
  '/user/edit-password': ({ password }) => ({ newPassword: 'another password', oldPassword: password }),
  '/user/edit-supervised-list': ({ jane }) => ({ userId: jane.id, userIdList: [] }),
  '/user/invite': ({ number }) => ({ name: 'Ivy', email: `ivy${number}@x.example` }),
  '/user/login': ({ jane, password }) => ({ email: jane.email, password }),
  '/user/logout': () => ({}),
  '/user/recover-password': ({ jane }) => ({ email: jane.email, password: 'another password', token: 'x' }),
  '/user/resend-email-token': ({ jane }) => ({ email: jane.email }),
  '/user/resend-invite-user': ({ jane }) => ({ email: jane.email }),
  '/user/send-recover-password': ({ jane }) => ({ email: jane.email }),
  '/user/signup': ({ number }) => ({ name: 'Sam', email: `sam${number}@x.example`, password: 'a password' }),
  '/user/verify': ({ jane }) => ({ email: jane.email, token: 'x' }),
  '/user/un-ban': ({ banned }) => ({ email: banned }),
  '/user/enable': ({ jane }) => ({ userId: jane.id }),
  '/user/disable': ({ jane }) => ({ userId: jane.id }),
}

/** The caller, for operations that Olga may not call, or that another caller tests better. */
const callerOf: Readonly<Record<string, 'ned' | 'jane'>> = {
  '/ticket/create': 'jane',
  '/ticket/edit-comment': 'jane',
  '/ticket/edit-title': 'jane',
  '/ticket/close': 'ned',
  '/ticket/seen': 'ned',
}

const takeTicket = ({ stage, ned, ticketNumber }: World) =>
  stage.others.staff.assignTicket(ned, { ticketNumber })

/** Returns the id of a dead letter. */
async function failedMail({ stage }: World): Promise<number> {
  const now = stage.desk.clock.now()
  const { outbox } = stage.storage
  for (const { id } of await outbox.claim(now, now, 1000)) await outbox.remove(id)
  const mail = { template: 'TICKET_CREATED', to: 'jane@x.example', language: 'en', variables: {} }
  await outbox.add([{ ...mail, createdAt: now }])
  const [claimed] = await outbox.claim(now, now, 1)
  if (!claimed) throw new Error('the mail is not due')
  await outbox.failed(claimed.id, null, 'refused')
  return claimed.id
}

/** Returns the id of a new incoming mail that was refused. */
async function refusedMail({ stage, number }: World): Promise<number> {
  const { mailLedger } = stage.storage
  await mailLedger.record({
    mailbox: 'help@mail.example/INBOX',
    uidValidity: '1',
    uid: number,
    fate: 'refused',
    attempts: 1,
    at: stage.desk.clock.now(),
    contentHash: null,
    sentHash: null,
    sender: 'jane@x.example',
    subject: 'A lamp',
    messageId: null,
    ticketNumber: null,
    reason: 'no-account',
    cause: 'its sender has no account',
  })
  const [mail] = await mailLedger.problems({ offset: 0, limit: 1 })
  if (!mail) throw new Error('the mail is not in the list')
  return mail.id
}

/** Returns the id of a new webhook. */
async function madeWebhook({ stage, ada }: World): Promise<number> {
  const webhook = { url: 'https://shop.example/hooks', events: ['ticket.*'] }
  return (await stage.others.system.createWebhook(ada, webhook)).id
}

/** Returns the id of a delivery that was given up. */
async function failedDelivery(world: World): Promise<number> {
  const { stage } = world
  const { webhooks } = stage.storage
  const now = stage.desk.clock.now()
  const id = await madeWebhook(world)
  const { position = 0 } = (await webhooks.byId(id)) ?? {}
  const message = { messageId: 'msg_a', event: 'ticket.closed', body: '{}' }
  await webhooks.advance(id, { from: position, to: position + 1, now, deliveries: [message] })
  const delivery = await webhooks.claim(id, now, now)
  if (!delivery) throw new Error('the delivery is not due')
  await webhooks.finish(delivery, 'failed', now, { status: 500, cause: 'broken' })
  return delivery.id
}

/** Creates what a call needs beyond the common scene. Returns fields that override those of `fieldsOf`. */
const setUpOf: Readonly<Record<string, (world: World) => Promise<Fields | null>>> = {
  '/ticket/re-open': async ({ stage, ada, ticketNumber }) => stage.others.ticket.close(ada, { ticketNumber }),
  '/ticket/seen': async (world) => {
    await takeTicket(world)
    const { stage, jane, ticketNumber } = world
    await stage.others.ticket.comment(jane, { ticketNumber, content: 'Hello?' })
    return null
  },
  '/ticket/change-department': takeTicket,
  '/staff/un-assign-ticket': takeTicket,
  '/staff/edit': takeTicket,
  '/staff/delete': takeTicket,
  '/user/enable': ({ stage, ada, jane }) => stage.others.user.disable(ada, { userId: jane.id }),
  '/user/edit-supervised-list': async ({ stage, ada, jane, number }) => {
    const ivy = { name: 'Ivy', email: `supervised${number}@x.example` }
    const { userId } = await stage.others.user.invite(ada, ivy)
    await stage.others.user.editSupervisedList(ada, { userId: jane.id, userIdList: [userId] })
    return null
  },
  '/user/verify': async ({ stage, jane }) => {
    const verificationExpiresAt = new Date(stage.desk.clock.now().getTime() + 3_600_000)
    const waiting = { verificationToken: tokenHash('secret'), verificationExpiresAt }
    await stage.storage.users.update(jane.id, waiting)
    return { email: jane.email, token: 'secret' }
  },
  '/user/resend-email-token': async ({ stage, jane }) => {
    const verificationExpiresAt = new Date(stage.desk.clock.now().getTime() + 3_600_000)
    const waiting = { verificationToken: tokenHash('secret'), verificationExpiresAt }
    await stage.storage.users.update(jane.id, waiting)
    return null
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
  '/user/resend-invite-user': async ({ stage, ada, number }) => {
    const email = `invited${number}@x.example`
    await stage.others.user.invite(ada, { name: 'Ivy', email })
    return { email }
  },
  '/staff/resend-invite-staff': async ({ stage, ada, first, number }) => {
    const email = `member${number}@x.example`
    await stage.others.staff.invite(ada, { name: 'Ina', email, level: 1, departments: [first] })
    return { email }
  },
  '/system/enable-registration': ({ stage, ada, password }) =>
    stage.others.system.disableRegistration(ada, { password }),
  '/system/enable-mandatory-login': ({ stage, ada, password }) =>
    stage.others.system.disableMandatoryLogin(ada, { password }),
  '/system/delete-api-key': async ({ stage, ada, number }) => {
    await stage.others.system.addApiKey(ada, { name: `shop${number}` })
    return { name: `shop${number}` }
  },
  '/system/revoke-token': async ({ stage, ada }) => {
    const { id } = await stage.others.system.createToken(ada, { name: 'shop', scopes: ['ticket.*'] })
    return { tokenId: id }
  },
  '/system/edit-webhook': async (world) => ({ webhookId: await madeWebhook(world), enabled: false }),
  '/system/rotate-webhook-secret': async (world) => ({ webhookId: await madeWebhook(world) }),
  '/system/delete-webhook': async (world) => ({ webhookId: await madeWebhook(world) }),
  '/system/retry-webhook-delivery': async (world) => ({ deliveryId: await failedDelivery(world) }),
  '/system/retry-mail': async (world) => ({ id: await failedMail(world) }),
  '/system/discard-mail': async (world) => ({ id: await failedMail(world) }),
  '/system/retry-untaken-mail': async (world) => ({ id: await refusedMail(world) }),
}

/** A call that succeeds without an interruption. */
export interface PreparedCall {
  readonly caller: SessionContext
  readonly fields: Fields
}

/** Creates what a call needs, and returns the call. Throws when there is none for the operation. */
export async function prepareCall(path: string, world: World): Promise<PreparedCall> {
  const usual = fieldsOf[path]
  if (!usual) throw new Error(`there is no call of ${path}`)
  const fields = (await setUpOf[path]?.(world)) ?? usual(world)
  return { caller: world[callerOf[path] ?? 'olga'], fields }
}

const anywhere = ['nothing happens', 'the caller is demoted', 'the caller is deleted', 'the session ends']
const aboutTickets = [
  'the ticket moves',
  'Ned takes the ticket',
  'the ticket is closed',
  'the ticket is commented',
  'the ticket is deleted',
  'the caller serves no department',
  'Ned serves no department',
  'Ned is deleted',
  'the author is disabled',
  'the author is deleted',
  'the author writes another ticket',
  'the department is renamed',
  'the department is deleted',
  'the second department is deleted',
]
const aboutPeople = [
  'Ned takes the ticket',
  'Ned serves no department',
  'Ned is deleted',
  'the author is disabled',
  'the author is deleted',
  'the author writes another ticket',
]
const aboutDepartments = [
  'the ticket moves',
  'Ned takes the ticket',
  'Ned serves no department',
  'the author writes another ticket',
  'the department is renamed',
  'the second department is deleted',
]

const lists: readonly (readonly [path: RegExp, names: readonly string[]])[] = [
  [/^\/ticket\/(?!.*(create-tag|edit-tag|delete-tag|custom))|assign/, aboutTickets],
  [/^\/user\/|^\/staff\/(?!.*assign)/, aboutPeople],
  [/department$|^\/staff\/(edit|invite)$/, aboutDepartments],
  [/tag$/, ['the tag is deleted']],
  [/^\/article\//, ['the topic is deleted']],
  [/field|signup|user\/invite/, ['the custom field is deleted']],
  [/registration|mandatory-login/, ['registration is turned off', 'mandatory login is turned off']],
  [/signup/, ['registration is turned off']],
  [/^\/ticket\/(create|comment|check|delete)$|^\/user\//, ['the author is banned']],
]

/** Returns the interruptions that can affect an operation. Others would only cost time on a database server. */
export const interruptionsOf = (path: string): string[] => [
  ...new Set([...anywhere, ...lists.flatMap(([pattern, names]) => (pattern.test(path) ? names : []))]),
]
