import type { Scene, Stories } from './scene.test-support.js'

const shop = { name: 'shop', canCreateTickets: true }
const template = { template: 'USER_PASSWORD', language: 'en' } as const
const orders = { url: 'https://shop.example/support', events: ['ticket.created', 'ticket.closed'] }
const users = 'joe@customer.example,a long password,Joe Jones\n'

const failed = async ({ failedMails }: Scene) => failedMails([{ to: 'joe@customer.example', retry: false }])

/** Refuses an incoming mail, whose sender has no account. */
async function refused({ helpdesk, inbox }: Scene): Promise<void> {
  inbox.put({ from: 'gus@guest.example', subject: 'My lamp', text: 'It is dark.' })
  await helpdesk.pollMail()
}

const withWebhook = async ({ helpdesk, admin }: Scene): Promise<number> =>
  (await helpdesk.system.createWebhook(admin, orders)).id

/** Sends a ticket to a webhook, and returns the id of the webhook. */
async function withDelivery(scene: Scene): Promise<number> {
  const webhookId = await withWebhook(scene)
  await scene.printer()
  await scene.helpdesk.deliverWebhooks({ send: async () => ({ status: 200 }) })
  return webhookId
}

async function withFile({ helpdesk, jane }: Scene): Promise<string> {
  const file = new File(['It smoked at 9:15.'], 'log.txt', { type: 'text/plain' })
  const { ticketNumber } = await helpdesk.ticket.create(jane, { title: 'Log', content: 'See there.', file })
  return (await helpdesk.ticket.get(jane, { ticketNumber })).file ?? ''
}

export const systemStories: Stories<'system'> = {
  'system.addApiKey': () => ({ params: shop }),
  'system.addCustomField': () => ({
    params: { name: 'Building', description: 'Where you work', type: 'select', options: ['North', 'South'] },
  }),
  'system.addDepartment': () => ({ params: { name: 'Sales', private: false } }),
  'system.backupDatabase': ({ password }) => ({ params: { password } }),
  'system.checkRequirements': () => ({ by: {}, params: {} }),
  'system.createToken': () => ({ params: { name: 'shop', scopes: ['ticket.*'], expiresInDays: 90 } }),
  'system.createWebhook': () => ({ params: { ...orders, description: 'Tells the shop of its tickets.' } }),
  'system.csvImport': ({ password }) => ({ params: { password }, files: { file: users } }),
  'system.deleteAllUsers': ({ password }) => ({ params: { password } }),
  'system.deleteApiKey': async ({ helpdesk, admin }) => {
    await helpdesk.system.addApiKey(admin, shop)
    return { params: { name: 'shop' } }
  },
  'system.deleteCustomField': async ({ helpdesk, admin }) => {
    await helpdesk.system.addCustomField(admin, { name: 'Room', type: 'text' })
    return { params: { id: 1 } }
  },
  'system.deleteDepartment': async ({ department }) => ({
    params: { departmentId: await department({ name: 'Sales' }), transferDepartmentId: 1 },
  }),
  'system.deleteWebhook': async (scene) => ({ params: { webhookId: await withWebhook(scene) } }),
  'system.disableMandatoryLogin': ({ password }) => ({ params: { password } }),
  'system.disableRegistration': ({ password }) => ({ params: { password } }),
  'system.discardMail': async (scene) => {
    await failed(scene)
    return { params: { id: 1 } }
  },
  'system.download': async (scene) => ({ by: scene.jane, params: { file: await withFile(scene) } }),
  'system.editDepartment': async ({ department }) => ({
    params: { departmentId: await department({ name: 'Sales' }), name: 'Sales and returns' },
  }),
  'system.editMailTemplate': () => ({
    params: {
      ...template,
      subject: 'Your new password',
      text1: 'A new password',
      text2: '{{name}}, the password of {{to}} has changed.',
      text3: 'If it was not you, write to us.',
    },
  }),
  'system.editSettings': () => ({
    params: { title: 'Printers & Co', 'max-size': 5, 'reopen-on-reply': true },
  }),
  'system.editWebhook': async (scene) => ({
    params: { webhookId: await withWebhook(scene), events: ['ticket.*'], enabled: true },
  }),
  'system.emailPolling': async ({ storage }) => {
    await storage.settings.set({ 'imap-token': 'a secret' })
    return { by: {}, params: { token: 'a secret' } }
  },
  'system.enableMandatoryLogin': async ({ helpdesk, admin, password }) => {
    await helpdesk.system.disableMandatoryLogin(admin, { password })
    return { params: { password } }
  },
  'system.enableRegistration': async ({ helpdesk, admin, password }) => {
    await helpdesk.system.disableRegistration(admin, { password })
    return { params: { password } }
  },
  'system.getApiKeys': async ({ helpdesk, admin }) => {
    await helpdesk.system.addApiKey(admin, shop)
    return { params: {} }
  },
  'system.getCsvImport': () => ({ params: {} }),
  'system.getCustomFields': async ({ helpdesk, admin }) => {
    const field = { name: 'Building', type: 'select', options: ['North', 'South'] } as const
    await helpdesk.system.addCustomField(admin, field)
    return { params: {} }
  },
  'system.getLogs': async ({ helpdesk, jane, printer }) => {
    await helpdesk.ticket.close(jane, { ticketNumber: await printer() })
    return { params: { page: 1 } }
  },
  'system.getMailTemplate': () => ({ params: template }),
  'system.getMailTemplateList': () => ({ params: {} }),
  'system.getSettings': () => ({ by: {}, params: {} }),
  'system.getStats': async ({ printer }) => {
    await printer()
    return {
      params: { dateRange: ['2026-03-01T00:00:00Z', '2026-03-31T23:59:00Z'], departments: [1] },
      form: { dateRange: '[202603010000,202603312359]' },
    }
  },
  'system.getTokens': async ({ helpdesk, admin }) => {
    await helpdesk.system.createToken(admin, { name: 'shop', scopes: ['ticket.*'] })
    return { params: {} }
  },
  'system.getUndeliveredMails': async (scene) => {
    await failed(scene)
    return { params: { page: 1 } }
  },
  'system.getUntakenMails': async (scene) => {
    await refused(scene)
    return { params: { page: 1 } }
  },
  'system.getWebhookDeliveries': async (scene) => ({
    params: { webhookId: await withDelivery(scene), page: 1 },
  }),
  'system.getWebhooks': async (scene) => {
    await withWebhook(scene)
    return { params: {} }
  },
  'system.initDatabase': () => ({ by: {}, params: {} }),
  'system.initSettings': () => ({
    by: {},
    params: { language: 'en', registration: true, title: 'Printers & Co', url: 'https://help.example' },
  }),
  'system.initAdmin': async ({ helpdesk }) => {
    await helpdesk.system.initSettings({}, { language: 'en' })
    return {
      by: {},
      params: { name: 'Ada Admin', email: 'ada@helpdesk.example', password: 'a long password' },
    }
  },
  'system.installationDone': () => ({ by: {}, params: {} }),
  'system.recoverMailTemplate': () => ({ params: template }),
  'system.retryMail': async (scene) => {
    await failed(scene)
    return { params: { id: 1 } }
  },
  'system.retryUntakenMail': async (scene) => {
    await refused(scene)
    return { params: { id: 1 } }
  },
  'system.retryWebhookDelivery': async (scene) => {
    await withDelivery(scene)
    return { params: { deliveryId: 1 } }
  },
  'system.revokeToken': async ({ helpdesk, admin }) => {
    const { id } = await helpdesk.system.createToken(admin, { name: 'shop', scopes: ['ticket.*'] })
    return { params: { tokenId: id } }
  },
  'system.rotateWebhookSecret': async (scene) => ({
    params: { webhookId: await withWebhook(scene), keepOldForHours: 24 },
  }),
  'system.startCsvImport': ({ password }) => ({ params: { password }, files: { file: users } }),
  'system.testImap': () => ({
    params: { 'imap-host': 'imap.helpdesk.example', 'imap-user': 'support', 'imap-pass': 'a secret' },
  }),
  'system.testSmtp': () => ({
    params: { 'smtp-host': 'smtp.helpdesk.example', 'smtp-user': 'support', 'smtp-pass': 'a secret' },
  }),
}
