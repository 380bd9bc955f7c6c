import { createTestHelpdesk, type TestHelpdeskOptions, type TestMail } from '../../testing/index.js'

export const silent = { info: () => {}, warn: () => {}, error: () => {} }
const page = { offset: 0, limit: 100 }

/** The name of the server that the test's helpdesk trusts. */
export const mx = 'mx.helpdesk.example'
export const jane = 'jane@customer.example'

/** Returns a header with the trusted server's verdict on a mail. */
export const says = (results: string) => ({ authenticationResults: [`${mx}; ${results}`] })

/** Creates a helpdesk that trusts a mail server and lets guests write. */
export async function mailDesk({ settings, ...options }: TestHelpdeskOptions = {}) {
  const trusting = { 'mandatory-login': '0', 'mail-authserv-id': mx, 'server-email': 'help@helpdesk.example' }
  const desk = await createTestHelpdesk({ log: silent, ...options, settings: { ...trusting, ...settings } })
  const { storage, helpdesk, inbox } = desk
  return {
    ...desk,
    /** Adds mails to the mailbox, polls it, and returns the result. */
    async takeIn(...mails: TestMail[]) {
      for (const mail of mails) inbox.put(mail)
      return helpdesk.pollMail()
    },
    /** Returns all tickets with their events, by id. */
    tickets: async () =>
      (await storage.tickets.list({ filter: {}, order: [{ by: 'id' }], events: true, ...page })).tickets,
    /** Returns the mails that were not taken completely, newest first. */
    problems: () => storage.mailLedger.problems(page),
    /** Returns the last mail that the helpdesk sent to an address. */
    mailTo: async (address: string) => (await desk.mails()).findLast(({ to }) => to === address),
  }
}
