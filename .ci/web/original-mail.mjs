import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { OpenSupports } from '../../packages/core/dist/index.js'
import { testMailbox } from '../../packages/core/dist/testing.js'
import { openStorage } from '../../packages/kysely/dist/index.js'
import { apiOf, openContext, sessionOf, signIn } from './browser.mjs'

const source = 'From: jane@customer.example\r\n\r\nMy bell <b>is</b> mute.\r\n'
const answer = 'From: jane@customer.example\r\n\r\nIt rings again.\r\n'

/** Lets a mail become a ticket, and another one its comment. Downloads both from the ticket as they came. */
export async function originalMail({ browser, url, viewport, customer, admin, databaseUrl }) {
  const call = apiOf(url)
  const storage = await openStorage(databaseUrl)
  const inbox = testMailbox()
  const from = customer.email
  const headers = { 'Message-ID': '<bell@customer.example>' }
  inbox.put({ from, subject: 'By mail', text: 'My bell <b>is</b> mute.', source, headers })
  inbox.put({ from, text: 'It rings again.', source: answer, references: [headers['Message-ID']] })
  const { taken } = await new OpenSupports({
    storage,
    mailbox: inbox.mailbox,
    mailer: 'queue-only',
  }).pollMail()
  await storage.close()
  assert.equal(taken, 2, 'the mails became a ticket and a comment')
  const jane = await sessionOf(call, customer)
  const { tickets } = await call('/user/get-tickets', {}, jane)
  const [mailed, other] = ['By mail', 'Live'].map((title) => tickets.find((each) => each.title === title))

  const { context, page, wrong } = await openContext(browser, viewport, url)
  await signIn(page, url, admin, true)
  await page.goto(`${url}/staff/tickets/${mailed.ticketNumber}`)
  await page.locator('.message', { hasText: 'My bell <b>is</b> mute.' }).waitFor()
  const download = async (place) => {
    const button = place.getByRole('button', { name: 'Original mail' })
    const [file] = await Promise.all([page.waitForEvent('download'), button.click()])
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') }
  }
  const ofTicket = await download(page.locator('aside'))
  assert.deepEqual(ofTicket, { name: `${mailed.ticketNumber}.eml`, text: source })
  const ofComment = await download(page.locator('.message', { hasText: 'It rings again.' }))
  assert.match(ofComment.name, new RegExp(`^${mailed.ticketNumber}-\\d+\\.eml$`))
  assert.equal(ofComment.text, answer)
  await page.goto(`${url}/staff/tickets/${other.ticketNumber}`)
  await page.locator('.message').first().waitFor()
  assert.equal(
    await page.getByRole('button', { name: 'Original mail' }).count(),
    0,
    'it did not come by mail',
  )
  assert.deepEqual(wrong, [], 'an original mail')
  await context.close()
}
