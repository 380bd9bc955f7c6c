import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { OpenSupports } from '../../packages/core/dist/index.js'
import { testMailbox } from '../../packages/core/dist/testing.js'
import { openStorage } from '../../packages/kysely/dist/index.js'
import { apiOf, openContext, sessionOf, signIn } from './browser.mjs'

const source = 'From: jane@customer.example\r\n\r\nMy bell <b>is</b> mute.\r\n'

/** Lets a mail become a ticket, and downloads it from the ticket as it came. */
export async function originalMail({ browser, url, viewport, customer, admin, databaseUrl }) {
  const call = apiOf(url)
  const storage = await openStorage(databaseUrl)
  const inbox = testMailbox()
  inbox.put({ from: customer.email, subject: 'By mail', text: 'My bell <b>is</b> mute.', source })
  const { taken } = await new OpenSupports({
    storage,
    mailbox: inbox.mailbox,
    mailer: 'queue-only',
  }).pollMail()
  await storage.close()
  assert.equal(taken, 1, 'the mail became a ticket')
  const jane = await sessionOf(call, customer)
  const { tickets } = await call('/user/get-tickets', {}, jane)
  const [mailed, other] = ['By mail', 'Live'].map((title) => tickets.find((each) => each.title === title))

  const { context, page, wrong } = await openContext(browser, viewport, url)
  await signIn(page, url, admin, true)
  await page.goto(`${url}/staff/tickets/${mailed.ticketNumber}`)
  await page.locator('.message', { hasText: 'My bell <b>is</b> mute.' }).waitFor()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Original mail' }).click(),
  ])
  assert.equal(file.suggestedFilename(), `${mailed.ticketNumber}.eml`)
  assert.equal(readFileSync(await file.path(), 'utf8'), source)
  await page.goto(`${url}/staff/tickets/${other.ticketNumber}`)
  await page.getByRole('button', { name: 'Original mail' }).click()
  await page.getByText('This ticket did not come by mail.').waitFor()
  assert.deepEqual(wrong, [], 'an original mail')
  await context.close()
}
