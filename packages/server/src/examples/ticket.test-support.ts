import type { Scene, Stories } from './scene.test-support.js'

const urgent = { name: 'urgent', color: '#d93025' }
const greeting = { name: 'Greeting', content: 'Thank you for your message.', language: 'en' } as const

const withTag = async ({ helpdesk, admin }: Scene): Promise<number> => {
  await helpdesk.ticket.createTag(admin, urgent)
  return 1
}

const withGreeting = async ({ helpdesk, admin }: Scene): Promise<number> => {
  await helpdesk.ticket.addCustomResponse(admin, greeting)
  return 1
}

export const ticketStories: Stories<'ticket'> = {
  'ticket.addCustomResponse': () => ({ params: greeting }),
  'ticket.addTag': async (scene) => ({
    params: { ticketNumber: await scene.printer(), tagId: await withTag(scene) },
  }),
  'ticket.changeDepartment': async ({ department, printer }) => ({
    params: { ticketNumber: await printer(), departmentId: await department({ name: 'Sales' }) },
  }),
  'ticket.check': async ({ storage, helpdesk }) => {
    await storage.settings.set({ 'mandatory-login': '0' })
    const guest = { name: 'Joe Jones', email: 'joe@customer.example' }
    const ticket = { title: 'Where is my order?', content: 'It never came.', ...guest }
    const { ticketNumber } = await helpdesk.ticket.create({}, ticket)
    return { by: {}, params: { ticketNumber, email: guest.email } }
  },
  'ticket.close': async ({ jane, printer }) => ({ by: jane, params: { ticketNumber: await printer() } }),
  'ticket.comment': async ({ jane, printer }) => ({
    by: jane,
    params: { ticketNumber: await printer(), content: 'Now it <b>burns</b>.' },
  }),
  'ticket.create': ({ jane }) => ({
    by: jane,
    params: { title: 'The printer smokes', content: 'Since this morning.', departmentId: 1, language: 'en' },
  }),
  'ticket.createTag': () => ({ params: urgent }),
  'ticket.delete': async ({ printer }) => ({ params: { ticketNumber: await printer() } }),
  'ticket.deleteCustomResponse': async (scene) => ({ params: { id: await withGreeting(scene) } }),
  'ticket.deleteTag': async (scene) => ({ params: { tagId: await withTag(scene) } }),
  'ticket.editComment': async ({ jane, printer }) => ({
    by: jane,
    params: { ticketNumber: await printer(), content: 'Since yesterday.' },
  }),
  'ticket.editCustomResponse': async (scene) => ({
    params: { id: await withGreeting(scene), content: 'Thank you. We shall answer today.' },
  }),
  'ticket.editTag': async (scene) => ({
    params: { tagId: await withTag(scene), name: 'very urgent', color: '#d93025' },
  }),
  'ticket.editTitle': async ({ jane, printer }) => ({
    by: jane,
    params: { ticketNumber: await printer(), title: 'The printer burns' },
  }),
  'ticket.get': async ({ helpdesk, admin, jane, printer }) => {
    const ticketNumber = await printer()
    await helpdesk.staff.assignTicket(admin, { ticketNumber })
    await helpdesk.ticket.comment(admin, { ticketNumber, content: 'Please pull the plug.' })
    return { by: jane, params: { ticketNumber } }
  },
  'ticket.getAuthors': ({ jane }) => ({ params: { authors: [{ id: jane.id, isStaff: false }] } }),
  'ticket.getCustomResponses': async (scene) => {
    await withGreeting(scene)
    return { params: {} }
  },
  'ticket.getOriginalMail': async ({ helpdesk, storage, inbox }) => {
    await storage.settings.set({ 'mandatory-login': '0' })
    inbox.put({ source: 'From: joe@customer.example\r\n\r\nIt smokes.', from: 'joe@customer.example' })
    await helpdesk.pollMail()
    const page = { filter: {}, order: [], events: false, offset: 0, limit: 1 }
    const [ticket] = (await storage.tickets.list(page)).tickets
    return { params: { ticketNumber: ticket?.ticketNumber ?? 0 } }
  },
  'ticket.getTags': async (scene) => {
    await withTag(scene)
    return { params: {} }
  },
  'ticket.looking': async ({ helpdesk, printer, staff }) => {
    const ticketNumber = await printer()
    const grace = await staff({ level: 2, name: 'Grace Green' })
    await helpdesk.ticket.looking(grace, { ticketNumber, writing: true })
    return { params: { ticketNumber } }
  },
  'ticket.reOpen': async ({ helpdesk, jane, printer }) => {
    const ticketNumber = await printer()
    await helpdesk.ticket.close(jane, { ticketNumber })
    return { by: jane, params: { ticketNumber } }
  },
  'ticket.removeTag': async (scene) => {
    const [ticketNumber, tagId] = [await scene.printer(), await withTag(scene)]
    await scene.helpdesk.ticket.addTag(scene.admin, { ticketNumber, tagId })
    return { params: { ticketNumber, tagId } }
  },
  'ticket.search': async ({ printer }) => {
    await printer()
    return {
      params: {
        query: 'printer',
        closed: false,
        dateRange: ['2026-03-01T00:00:00Z', '2026-03-31T23:59:00Z'],
        orderBy: { value: 'date', asc: false },
      },
      form: { dateRange: '[202603010000,202603312359]', orderBy: '{"value":"date","asc":0}' },
    }
  },
  'ticket.searchAuthors': () => ({ params: { query: 'jane' } }),
  'ticket.seen': async ({ helpdesk, admin, jane, printer }) => {
    const ticketNumber = await printer()
    await helpdesk.ticket.comment(admin, { ticketNumber, content: 'Please pull the plug.' })
    return { by: jane, params: { ticketNumber } }
  },
}
