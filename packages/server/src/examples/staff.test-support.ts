import type { Stories } from './scene.test-support.js'

export const staffStories: Stories<'staff'> = {
  'staff.assignTicket': async ({ printer }) => ({ params: { ticketNumber: await printer() } }),
  'staff.delete': async ({ staff }) => ({ params: { staffId: (await staff()).id } }),
  'staff.edit': async ({ staff }) => ({
    params: { staffId: (await staff()).id, level: 2, departments: [1] },
  }),
  'staff.get': ({ admin }) => ({ params: { staffId: admin.id } }),
  'staff.getAll': () => ({ params: {} }),
  'staff.getAllTickets': async ({ printer }) => {
    await printer()
    return { params: { page: 1 } }
  },
  'staff.getNewTickets': async ({ printer }) => {
    await printer()
    return { params: { page: 1 } }
  },
  'staff.getTickets': async ({ helpdesk, admin, printer }) => {
    await helpdesk.staff.assignTicket(admin, { ticketNumber: await printer() })
    return { params: { page: 1 } }
  },
  'staff.invite': () => ({
    params: { name: 'Ina Agent', email: 'ina@helpdesk.example', level: 1, departments: [1] },
  }),
  'staff.lastEvents': async ({ helpdesk, admin, printer }) => {
    const ticketNumber = await printer()
    await helpdesk.staff.assignTicket(admin, { ticketNumber })
    await helpdesk.ticket.comment(admin, { ticketNumber, content: 'We are on it.' })
    return { params: { page: 1 } }
  },
  'staff.resendInviteStaff': async ({ helpdesk, admin }) => {
    const ina = { name: 'Ina Agent', email: 'ina@helpdesk.example', level: 1, departments: [1] } as const
    await helpdesk.staff.invite(admin, ina)
    return { params: { email: ina.email } }
  },
  'staff.searchTickets': async ({ printer }) => {
    await printer()
    return { params: { query: 'printer', page: 1 } }
  },
  'staff.unAssignTicket': async ({ helpdesk, admin, printer }) => {
    const ticketNumber = await printer()
    await helpdesk.staff.assignTicket(admin, { ticketNumber })
    return { params: { ticketNumber } }
  },
}
