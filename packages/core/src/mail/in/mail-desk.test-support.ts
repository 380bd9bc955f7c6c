import { createTestHelpdesk, type TestHelpdeskOptions, type TestMail } from '../../testing/index.js'

export const silent = { info: () => {}, warn: () => {}, error: () => {} }
const page = { offset: 0, limit: 100 }

/** The name of the server that a test's helpdesk trusts. */
export const mx = 'mx.helpdesk.example'
export const jane = 'jane@customer.example'

/** What the trusted server says of a mail, as its header. */
export const says = (results: string) => ({ authenticationResults: [`${mx}; ${results}`] })

/** A helpdesk that trusts a mail server, and lets guests write. */
export async function mailDesk({ settings, ...options }: TestHelpdeskOptions = {}) {
  const trusting = { 'mandatory-login': '0', 'mail-authserv-id': mx, 'server-email': 'help@helpdesk.example' }
  const desk = await createTestHelpdesk({ log: silent, ...options, settings: { ...trusting, ...settings } })
  const { storage, helpdesk, inbox } = desk
  return {
    ...desk,
    /** Puts mails in, looks into the mailbox, and returns what came of them. */
    async takeIn(...mails: TestMail[]) {
      for (const mail of mails) inbox.put(mail)
      return helpdesk.pollMail()
    },
    /** All tickets with their events, by id. */
    tickets: async () =>
      (await storage.tickets.list({ filter: {}, order: [{ by: 'id' }], events: true, ...page })).tickets,
    /** What was not taken whole, newest first. */
    problems: () => storage.mailLedger.problems(page),
    /** The last mail that the helpdesk has sent to somebody. */
    mailTo: async (address: string) => (await desk.mails()).findLast(({ to }) => to === address),
  }
}
