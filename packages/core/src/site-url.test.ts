import { describe, expect, test } from 'vitest'
import { createTestHelpdesk } from './testing/index.js'
import { png } from './testing/pictures.test-support.js'

const brought = 'http://localhost'
const chosen = 'https://chosen.example/desk'
const host = 'https://public.example/support'
const listening = 'http://localhost:8080'

describe('links begin with', () => {
  test.each([
    [host, chosen, listening, host],
    [undefined, chosen, listening, chosen],
    [undefined, brought, listening, listening],
    [undefined, '', listening, listening],
    [undefined, brought, undefined, brought],
    [`${host}/`, chosen, undefined, host],
  ] as const)('publicUrl %s, setting %s, defaultUrl %s: %s', async (publicUrl, url, defaultUrl, expected) => {
    const desk = await createTestHelpdesk({
      ...(publicUrl ? { publicUrl } : {}),
      ...(defaultUrl ? { defaultUrl } : {}),
      settings: { url },
    })
    await desk.helpdesk.user.signup({}, { name: 'Jane', email: 'jane@x.example', password: 'correct horse' })
    await desk.helpdesk.user.sendRecoverPassword({}, { email: 'jane@x.example' })
    const jane = await desk.user({ name: 'Jo' })
    const image = new File([png], 'a.png')
    const picture = { content: 'See <img src="IMAGE_PATH_0">', images: [image] }
    const { ticketNumber } = await desk.helpdesk.ticket.create(jane, { title: 'Printer', ...picture })
    const links = (await desk.mails()).flatMap(({ text }) => text.match(/https?:\S+/g) ?? [])
    expect(links.length).toBeGreaterThan(3)
    for (const link of links) expect(link).toMatch(new RegExp(`^${expected.replaceAll('.', '\\.')}/[a-z]`))
    const { content } = await desk.helpdesk.ticket.get(jane, { ticketNumber })
    expect(content).toContain(`src="${expected}/api/system/download?file=`)
  })
})

test('a new helpdesk takes the public address into its settings', async () => {
  const desk = await createTestHelpdesk({ install: false, publicUrl: host })
  await desk.helpdesk.system.initSettings(
    {},
    { language: 'en', registration: true, 'mandatory-login': true, 'allow-attachments': true },
  )
  expect((await desk.storage.settings.all()).url).toBe(host)
})
