import type { World } from './stage.test-support.js'

/** What others do during a call. Refusals count as done. */
export const interruptions: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  'nothing happens': async () => {},
  'the ticket moves': ({ stage: { others }, ada, ticketNumber, second }) =>
    others.ticket.changeDepartment(ada, { ticketNumber, departmentId: second }),
  'Ned takes the ticket': ({ stage: { others }, ned, ticketNumber }) =>
    others.staff.assignTicket(ned, { ticketNumber }),
  'the ticket is closed': ({ stage: { others }, ada, ticketNumber }) =>
    others.ticket.close(ada, { ticketNumber }),
  'the ticket is commented': ({ stage: { others }, jane, ticketNumber }) =>
    others.ticket.comment(jane, { ticketNumber, content: 'Are you there?' }),
  'the ticket is deleted': ({ stage: { others }, ada, ticketNumber }) =>
    others.ticket.delete(ada, { ticketNumber }),
  'the caller serves no department': ({ stage: { others }, ada, olga }) =>
    others.staff.edit(ada, { staffId: olga.id, departments: [] }),
  'the caller is demoted': ({ stage: { others }, ada, olga }) =>
    others.staff.edit(ada, { staffId: olga.id, level: 1 }),
  'the caller is deleted': ({ stage: { others }, ada, olga }) =>
    others.staff.delete(ada, { staffId: olga.id }),
  'the session ends': ({ stage: { others }, olga }) => others.user.logout(olga),
  'Ned serves no department': ({ stage: { others }, ada, ned }) =>
    others.staff.edit(ada, { staffId: ned.id, departments: [] }),
  'Ned is deleted': ({ stage: { others }, ada, ned }) => others.staff.delete(ada, { staffId: ned.id }),
  'the author is disabled': ({ stage: { others }, ada, jane }) =>
    others.user.disable(ada, { userId: jane.id }),
  'the author is deleted': ({ stage: { others }, ada, jane }) => others.user.delete(ada, { userId: jane.id }),
  'the author is banned': ({ stage: { others }, ada, jane }) => others.user.ban(ada, { email: jane.email }),
  'the author writes another ticket': ({ stage: { others }, jane, first }) =>
    others.ticket.create(jane, { title: 'One more', content: 'Of them.', departmentId: first }),
  'the department is renamed': ({ stage: { others }, ada, first, number }) =>
    others.system.editDepartment(ada, { departmentId: first, name: `Renamed ${number}` }),
  'the department is deleted': ({ stage: { others }, ada, first, second }) =>
    others.system.deleteDepartment(ada, { departmentId: first, transferDepartmentId: second }),
  'the second department is deleted': ({ stage: { others }, ada, first, second }) =>
    others.system.deleteDepartment(ada, { departmentId: second, transferDepartmentId: first }),
  'the tag is deleted': ({ stage: { others }, ada, tagId }) => others.ticket.deleteTag(ada, { tagId }),
  'the topic is deleted': ({ stage: { others }, ada, topicId }) =>
    others.article.deleteTopic(ada, { topicId }),
  'the custom field is deleted': ({ stage: { others }, ada, fieldId }) =>
    others.system.deleteCustomField(ada, { id: fieldId }),
  'registration is turned off': ({ stage: { others }, ada, password }) =>
    others.system.disableRegistration(ada, { password }),
  'mandatory login is turned off': ({ stage: { others }, ada, password }) =>
    others.system.disableMandatoryLogin(ada, { password }),
}
