import { openSession } from '../domain/accounts/index.js'
import type { NoGroups, OwnGroups } from '../extension/index.js'
import { OpenSupports, type OpenSupportsOptions, type OutgoingMail, type SessionContext } from '../index.js'
import { bcryptPasswords, memoryFiles } from '../platform/index.js'
import type { Storage } from '../storage/index.js'
import { memoryStorage } from '../storage/memory/index.js'
import { countedRandom, steppedClock } from './determinism.js'
import { testMailbox } from './test-mailbox.js'

/** A person with a session: pass it as the session context. */
export interface TestAccount extends SessionContext {
  readonly id: number
  readonly name: string
  readonly email: string
}

export interface TestHelpdeskOptions<Trx = unknown, Own extends OwnGroups = NoGroups>
  extends Partial<Omit<OpenSupportsOptions<Trx, Own>, 'mailer'>> {
  /** Settings that override those of a new helpdesk, in their stored form. */
  readonly settings?: Readonly<Record<string, string | null>>
  /** False for a helpdesk without a mailer. Default true: mails are captured. */
  readonly mail?: boolean
  /** False for a helpdesk without a file store. Default true: files are kept in memory. */
  readonly keepsFiles?: boolean
  /** False for a helpdesk that is not installed. Default true. */
  readonly install?: boolean
}

/** The password of every account that a test helpdesk makes. */
export const testPassword = 'correct horse'

/** Hashed once for all accounts of all test helpdesks. */
let hashedOnce: Promise<string> | undefined

function hashedTestPassword(): Promise<string> {
  hashedOnce ??= bcryptPasswords(4).hash(testPassword)
  return hashedOnce
}

/**
 * Creates an installed helpdesk on memory storage, with a fixed clock, deterministic randomness, captured mails, and
 * functions that create test data.
 *
 * @example
 * const desk = await createTestHelpdesk()
 * const jane = await desk.user()
 * const ticketNumber = await desk.ticket({ author: jane })
 * await desk.helpdesk.ticket.close(desk.admin, { ticketNumber })
 */
export async function createTestHelpdesk<Trx = unknown, Own extends OwnGroups = NoGroups>(
  options: TestHelpdeskOptions<Trx, Own> = {},
) {
  const { settings, mail = true, keepsFiles = true, install = true, ...rest } = options
  const storage = rest.storage ?? (memoryStorage() as Storage<Trx>)
  const files = memoryFiles()
  const clock = steppedClock()
  const random = countedRandom()
  const captured: OutgoingMail[] = []
  const inbox = testMailbox()
  const mailer = { check: inbox.mailbox.check, send: async (sent: OutgoingMail) => void captured.push(sent) }
  const helpdesk = new OpenSupports<Trx, Own>({
    ...(keepsFiles ? { files } : {}),
    clock,
    random,
    passwordCost: 4,
    checkAnswers: true,
    ...(mail ? { mailer, mailbox: inbox.mailbox } : {}),
    ...rest,
    storage,
  })
  const admin = { name: 'Ada Admin', email: 'ada@helpdesk.example', password: testPassword }
  if (install) await helpdesk.install({ admin, url: 'http://helpdesk.example' })
  if (settings) await storage.settings.set(settings)

  const signedIn = async (
    kind: 'user' | 'staff',
    id: number,
    name: string,
    email: string,
  ): Promise<TestAccount> => {
    const token = await openSession({ sessions: storage.sessions, random, now: clock.now() }, { kind, id })
    return { id, name, email, userId: id, token }
  }
  const unknownAdmin: TestAccount = { id: 0, name: admin.name, email: admin.email }
  let made = 0

  return {
    helpdesk,
    storage,
    files,
    clock,
    random,
    /** The first staff member, of level 3; serves department 1. */
    admin: install ? await signedIn('staff', 1, admin.name, admin.email) : unknownAdmin,

    /** The mailbox of incoming mail. */
    inbox,

    /** Delivers the outbox, and returns the mails captured since the last call. */
    async mails(): Promise<OutgoingMail[]> {
      await helpdesk.deliverMail()
      return captured.splice(0)
    },

    /** Returns the mails whose delivery has failed: to be retried, or dead letters. */
    async failedMails(mails: readonly { readonly to: string; readonly retry: boolean }[]): Promise<void> {
      const now = clock.now()
      for (const { to, retry } of mails) {
        const variables = { to, name: 'Ina', url: '', token: 'secret' }
        await storage.outbox.add([{ template: 'USER_INVITE', to, language: 'en', variables, createdAt: now }])
        const [claimed] = await storage.outbox.claim(now, now, 1)
        const retryAt = retry ? new Date(now.getTime() + 60_000) : null
        if (claimed) await storage.outbox.failed(claimed.id, retryAt, 'mailbox full')
      }
    },

    /** Creates a user who is verified and signed in. */
    async user({ name = 'Uma User', email = `user${++made}@customer.example` } = {}): Promise<TestAccount> {
      const id = await storage.users.insert({
        name,
        email,
        password: await hashedTestPassword(),
        signupDate: clock.now(),
        verificationToken: null,
        notRegistered: false,
      })
      if (id === undefined) throw new Error(`${email} is taken`)
      return signedIn('user', id, name, email)
    },

    /** Creates a staff member who is signed in. */
    async staff({
      name = 'Stan Staff',
      level = 1 as 1 | 2 | 3,
      departments = [1] as readonly number[],
      sendEmailOnNewTicket = false,
      email = `staff${++made}@helpdesk.example`,
    } = {}): Promise<TestAccount> {
      const id = await storage.staff.insert({
        name,
        email,
        level,
        sendEmailOnNewTicket,
        profilePic: null,
        password: await hashedTestPassword(),
      })
      if (id === undefined) throw new Error(`${email} is taken`)
      await storage.staff.setDepartments(id, departments)
      return signedIn('staff', id, name, email)
    },

    /** Creates a department; returns its id. */
    department: ({ name = `Department ${++made}`, private: isPrivate = false } = {}) =>
      storage.departments.insert({ name, private: isPrivate }),

    /** Creates a ticket; returns its number. */
    async ticket(ticket: {
      readonly author: SessionContext
      readonly title?: string
      readonly content?: string
      readonly departmentId?: number
    }): Promise<number> {
      const { author, title = 'It does not work', content = 'Please help.', ...more } = ticket
      return (await helpdesk.ticket.create(author, { title, content, ...more })).ticketNumber
    },

    /** Returns the ticket session of a guest with a new ticket; turns mandatory login off. */
    async ticketSession({ email = `guest${++made}@customer.example` } = {}) {
      await storage.settings.set({ 'mandatory-login': '0' })
      const guest = { title: 'Where is my order?', content: 'It never came.', email, name: 'Gus Guest' }
      const { ticketNumber } = await helpdesk.ticket.create({}, guest)
      return helpdesk.ticket.check({}, { ticketNumber, email })
    },
  }
}

/** The result of `createTestHelpdesk`. */
export type TestHelpdesk = Awaited<ReturnType<typeof createTestHelpdesk<unknown, NoGroups>>>
