import { memoryStorage, OpenSupports } from '@opensupports/core'
import { expect, test } from 'vitest'
import { chosenAddress } from './site-address.js'

test('the address of a new helpdesk counts as unset, and a chosen one is shown', async () => {
  const helpdesk = new OpenSupports({ storage: memoryStorage(), mailer: 'queue-only' })
  const person = { email: 'ada@example.com', password: 'correct horse' }
  await helpdesk.install({ admin: { name: 'Ada', ...person } })
  const admin = await helpdesk.user.login({}, { ...person, staff: true })
  const shown = async () =>
    chosenAddress((await helpdesk.system.getSettings(admin, { allSettings: true }))?.url)
  expect(await shown()).toBe('')
  await helpdesk.system.editSettings(admin, { url: 'https://help.example' })
  expect(await shown()).toBe('https://help.example')
})
