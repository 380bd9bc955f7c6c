import { createTestHelpdesk } from '@opensupports/core/testing'
import { expect, test } from 'vitest'
import { words } from '../words/staff/en.js'
import { logText, mailName, untakenText } from './codes.js'

test('what the log of a helpdesk has is said in words', async () => {
  const { helpdesk, admin, ticket, user } = await createTestHelpdesk()
  await ticket({ author: await user() })
  await helpdesk.system.editSettings(admin, { title: 'Help' })
  const entries = await helpdesk.system.getLogs(admin, { page: 1 })
  const texts = entries.map(({ type }) => logText(type, words))
  expect(texts).toEqual(['Settings changed', 'Ticket created'])
})

test('each mail of a helpdesk has a name of its own', async () => {
  const { helpdesk, admin } = await createTestHelpdesk()
  const templates = await helpdesk.system.getMailTemplateList(admin)
  const names = templates.map((template) => mailName(template, words))
  expect(new Set(names).size).toBe(templates.length)
  for (const name of names) expect(name).not.toMatch(/_/)
})

test('codes of older helpdesks are shown as they are', () => {
  expect(logText('ADD_STAFF', words)).toBe('ADD_STAFF')
  expect(mailName('USER_SYSTEM_DISABLED', words)).toBe('USER_SYSTEM_DISABLED')
})

test('why a mail is in no ticket is said in words, with the details that they lack', () => {
  const noAccount = { reason: 'no-account', cause: 'its sender has no account' } as const
  expect(untakenText(noAccount, words)).toBe(words.untakenNoAccount)
  const incomplete = { reason: 'incomplete', cause: 'attachments were left out: a.bin' } as const
  expect(untakenText(incomplete, words)).toBe(
    'A part of it is missing in the ticket. (attachments were left out: a.bin)',
  )
  const ofEarlierVersion = { reason: null, cause: 'it has no sender who can be answered' }
  expect(untakenText(ofEarlierVersion, words)).toBe(ofEarlierVersion.cause)
})
