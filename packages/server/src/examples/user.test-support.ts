import type { Stories } from './scene.test-support.js'

export const userStories: Stories<'user'> = {
  'user.ban': () => ({ params: { email: 'mallory@evil.example' } }),
  'user.checkSession': ({ jane }) => ({ by: jane, params: {} }),
  'user.delete': ({ jane }) => ({ params: { userId: jane.id } }),
  'user.disable': ({ jane }) => ({ params: { userId: jane.id } }),
  'user.editCustomFields': async ({ helpdesk, admin, jane }) => {
    await helpdesk.system.addCustomField(admin, { name: 'Room', type: 'text' })
    return { by: jane, params: { customfields: { Room: '12' } } }
  },
  'user.editEmail': ({ jane, password }) => ({
    by: jane,
    params: { newEmail: 'jane.jones@customer.example', password },
  }),
  'user.editPassword': ({ jane, password }) => ({
    by: jane,
    params: { oldPassword: password, newPassword: 'a longer password' },
  }),
  'user.editSupervisedList': async ({ user, jane }) => {
    const { id } = await user({ name: 'Joe Jones' })
    return { params: { userId: jane.id, userIdList: [id] } }
  },
  'user.enable': async ({ helpdesk, admin, jane }) => {
    await helpdesk.user.disable(admin, { userId: jane.id })
    return { params: { userId: jane.id } }
  },
  'user.get': async ({ jane, printer }) => {
    await printer()
    return { by: jane, params: {} }
  },
  'user.getSupervisedTickets': async ({ jane, printer }) => {
    await printer()
    return { by: jane, params: { supervisedUsers: [], showOwnTickets: true } }
  },
  'user.getTickets': async ({ jane, printer }) => {
    await printer()
    return { by: jane, params: { page: 1 } }
  },
  'user.getUser': ({ jane }) => ({ params: { userId: jane.id } }),
  'user.getUsers': () => ({ params: { page: 1, orderBy: 'id' } }),
  'user.invite': () => ({ params: { name: 'Joe Jones', email: 'joe@customer.example' } }),
  'user.listBan': async ({ helpdesk, admin }) => {
    await helpdesk.user.ban(admin, { email: 'mallory@evil.example' })
    return { params: {} }
  },
  'user.login': ({ jane, password }) => ({ by: {}, params: { email: jane.email, password } }),
  'user.logout': ({ jane }) => ({ by: jane, params: {} }),
  'user.recoverPassword': async ({ helpdesk, jane, mailed }) => {
    await helpdesk.user.sendRecoverPassword({}, { email: jane.email })
    const token = await mailed(jane.email)
    return { by: {}, params: { email: jane.email, password: 'a longer password', token } }
  },
  'user.resendEmailToken': async ({ helpdesk, password }) => {
    await helpdesk.user.signup({}, { name: 'Joe Jones', email: 'joe@customer.example', password })
    return { by: {}, params: { email: 'joe@customer.example' } }
  },
  'user.resendInviteUser': async ({ helpdesk, admin }) => {
    await helpdesk.user.invite(admin, { name: 'Joe Jones', email: 'joe@customer.example' })
    return { params: { email: 'joe@customer.example' } }
  },
  'user.sendRecoverPassword': ({ jane }) => ({ by: {}, params: { email: jane.email } }),
  'user.signup': () => ({
    by: {},
    params: { name: 'Joe Jones', email: 'joe@customer.example', password: 'a long password' },
  }),
  'user.unBan': async ({ helpdesk, admin }) => {
    await helpdesk.user.ban(admin, { email: 'mallory@evil.example' })
    return { params: { email: 'mallory@evil.example' } }
  },
  'user.verify': async ({ helpdesk, password, mailed }) => {
    const email = 'joe@customer.example'
    await helpdesk.user.signup({}, { name: 'Joe Jones', email, password })
    return { by: {}, params: { email, token: await mailed(email) } }
  },
}
