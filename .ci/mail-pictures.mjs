// Renders every mail in a browser for the documentation: node .ci/mail-pictures.mjs (needs Chromium)
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'rolldown'

const folder = fileURLToPath(new URL('../packages/core/docs/mails/', import.meta.url))
const work = mkdtempSync(join(tmpdir(), 'mail-pictures-'))
// The package does not export its templates.
const input = fileURLToPath(new URL('../packages/core/src/mail/templates/index.ts', import.meta.url))
const file = join(work, 'templates.mjs')
const external = ['@node-rs/bcrypt']
await build({ input, external, platform: 'node', output: { file, codeSplitting: false }, logLevel: 'silent' })
const { broughtTemplate, mailTemplateNames, renderMail } = await import(pathToFileURL(file).href)
const site = { title: 'Wheels & Co', headerImage: '', mandatoryLogin: false }
const values = {
  to: 'jane@example.com',
  name: 'Jane Doe',
  newemail: 'jane.doe@example.com',
  url: 'https://help.wheels.example',
  ticketNumber: '765825',
  title: 'My rear light stays dark',
  webhook: 'Stock (stock.wheels.example)',
  cause: 'the receiver answered 503',
  token: '2f9d1c0b7a6e5d4c3b2a19080716253443526170',
  verificationToken: '2f9d1c0b7a6e5d4c3b2a19080716253443526170',
}
const answer = '<p>Hello Jane,</p><p>please send us the lamp. We replace it <b>at once</b>.</p>'

for (const template of mailTemplateNames) {
  const { ticketNumber, ...others } = values
  const given = template.startsWith('TICKET') ? { ...others, ticketNumber } : others
  const content = template === 'TICKET_RESPONDED' ? answer : ''
  const { html } = await renderMail(template, broughtTemplate(template, 'en'), { ...given, content }, site)
  const page = join(work, `${template}.html`)
  writeFileSync(page, html)
  const height = /USER_SIGNUP|FORGOT|INVITE|RESPONDED/.test(template) ? 480 : 390
  execFileSync('chromium', [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    `--window-size=640,${height}`,
    `--screenshot=${join(folder, `${template}.png`)}`,
    pathToFileURL(page).href,
  ])
}
