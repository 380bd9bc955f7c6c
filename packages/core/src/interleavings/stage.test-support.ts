import type { OpenSupports, Storage } from '../index.js'
import { countedRandom, createTestHelpdesk, type TestHelpdesk, testPassword } from '../testing/index.js'

/** Two helpdesks on one database: one makes the call, the other interrupts it. */
export interface Stage {
  readonly desk: TestHelpdesk
  /** Has its own connection, if the database has several. */
  readonly others: OpenSupports
  /** Reads the database without triggering an interruption. */
  readonly storage: Storage
  /** Runs `work` once, just before the first helpdesk begins its next transaction. */
  interrupt(work: () => Promise<unknown>): void
}

const silent = { info: () => {}, warn: () => {}, error: () => {} }

/** @param other a second connection to the same database, or the same storage if it has only one */
export async function makeStage(storage: Storage, other: Storage = storage): Promise<Stage> {
  let first: (() => Promise<unknown>) | undefined
  const interrupted: Storage = {
    ...storage,
    async transaction(work) {
      const interruption = first
      first = undefined
      await interruption?.()
      return storage.transaction(work)
    },
  }
  const settings = { 'attempt-limit': '0' }
  const desk = await createTestHelpdesk({ storage: interrupted, log: silent, settings })
  const random = countedRandom(2)
  const { clock } = desk
  const { helpdesk: others } = await createTestHelpdesk({
    storage: other,
    install: false,
    log: silent,
    random,
    clock,
  })
  return {
    desk,
    others,
    storage: other,
    interrupt(work) {
      first = work
    },
  }
}

let made = 0

/**
 * Creates a scene: two departments; Ada and Olga of level 3 serve both; Ned serves the first; Jane wrote a ticket
 * there, which has no owner.
 */
export async function makeWorld(stage: Stage) {
  const { desk } = stage
  const { admin: ada, storage, helpdesk } = desk
  const number = ++made
  await storage.settings.set({ registration: '1', 'mandatory-login': '1' })
  const first = await desk.department({ name: `First ${number}` })
  const second = await desk.department({ name: `Second ${number}` })
  await storage.staff.setDepartments(ada.id, [1, first, second])
  const olga = await desk.staff({ level: 3, departments: [first, second] })
  const ned = await desk.staff({ level: 2, departments: [first] })
  const jane = await desk.user()
  const ticketNumber = await desk.ticket({ author: jane, departmentId: first })
  const tag = async (name: string) =>
    (await storage.tags.insert({ name: `${name} ${number}`, color: '#ff0000' })) ?? 0
  const [tagId, otherTagId] = [await tag('Urgent'), await tag('Late')]
  await helpdesk.ticket.addTag(olga, { ticketNumber, tagId: otherTagId })
  const responseId = await storage.customResponses.insert({ name: 'Hello', content: 'Hello', language: 'en' })
  const field = { name: `Phone ${number}`, description: '', type: 'text' as const, options: [] }
  const fieldId = (await storage.customFields.insert(field)) ?? 0
  const { topicId } = await helpdesk.article.addTopic(olga, { name: `First steps ${number}` })
  const { articleId } = await helpdesk.article.add(olga, { topicId, title: 'One', content: 'Begin.' })
  const banned = `eve${number}@evil.example`
  await storage.bans.add(banned)
  return {
    stage,
    desk,
    number,
    first,
    second,
    ada,
    olga,
    ned,
    jane,
    ticketNumber,
    tagId,
    otherTagId,
    responseId,
    fieldId,
    fieldName: field.name,
    topicId,
    articleId,
    banned,
    password: testPassword,
  }
}

export type World = Awaited<ReturnType<typeof makeWorld>>
