import type { Fields } from '../params/index.js'
import type { World } from './stage.test-support.js'

/** Right fields for each operation that writes in one transaction. Olga calls. */
export const fieldsOf: Readonly<Record<string, (world: World) => Fields>> = {
  '/ticket/close': ({ ticketNumber }) => ({ ticketNumber }),
  '/ticket/re-open': ({ ticketNumber }) => ({ ticketNumber }),
  '/ticket/change-department': ({ ticketNumber, second }) => ({ ticketNumber, departmentId: second }),
  '/ticket/seen': ({ ticketNumber }) => ({ ticketNumber }),
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
  '/user/edit-custom-fields': ({ jane }) => ({ userId: jane.id, customfields: { Phone: '1' } }),
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

/** Who calls an operation that Olga may not call, or that is worth more in another name. */
export const callerOf: Readonly<Record<string, 'ned' | 'jane'>> = {
  '/ticket/create': 'jane',
  '/ticket/edit-comment': 'jane',
  '/ticket/edit-title': 'jane',
  '/ticket/close': 'ned',
}

/** What has to be there before. */
export const setUpOf: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  '/ticket/re-open': ({ stage, ada, ticketNumber }) => stage.others.ticket.close(ada, { ticketNumber }),
  '/staff/un-assign-ticket': ({ stage, ned, ticketNumber }) =>
    stage.others.staff.assignTicket(ned, { ticketNumber }),
  '/ticket/change-department': ({ stage, ned, ticketNumber }) =>
    stage.others.staff.assignTicket(ned, { ticketNumber }),
  '/user/enable': ({ stage, ada, jane }) => stage.others.user.disable(ada, { userId: jane.id }),
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

/** Returns the interruptions that have anything to do with an operation: the others cost time on a server. */
export const interruptionsOf = (path: string): string[] => [
  ...new Set([...anywhere, ...lists.flatMap(([pattern, names]) => (pattern.test(path) ? names : []))]),
]
