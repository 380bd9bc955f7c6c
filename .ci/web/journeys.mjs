// What customers, staff and admins do in the web app, page by page.
import assert from 'node:assert/strict'
import { adminPages, answer, apiOf, fill, sessionOf, signIn, submit } from './browser.mjs'
import { withMachines } from './machines.mjs'

export const person = { name: 'Jane Doe', email: 'jane@customer.example', password: 'correct horse' }
export const admin = { name: 'Ada Admin', email: 'ada@example.com', password: 'battery staple' }

/** Installs the helpdesk in the browser. */
export async function firstRun(page, { url, look }) {
  await page.goto(url)
  await page.waitForURL(/\/install$/)
  await look(page, 'install')
  await fill(page, { ...admin, title: 'Bicycle shop' })
  await submit(page)
  await page.getByText('What next?').waitFor()
  await look(page, 'what-next')
}

/** Installs a helpdesk without a browser. */
export async function install(url) {
  const call = apiOf(url)
  await call('/system/init-settings', { language: 'en', registration: true, 'mandatory-login': true })
  await call('/system/init-admin', admin)
}

/** Signs up, signs in, opens a ticket and answers it. */
export async function asCustomer(page, { url, look }) {
  for (const path of ['', 'sign-in', 'recover-password', 'sign-up']) {
    await page.goto(`${url}/${path}`)
    await page.locator('h1').first().waitFor()
    await look(page, `customer-${path || 'home'}`)
  }
  await fill(page, person)
  await submit(page)
  // No mail server is set yet, so that there is no address to confirm.
  await page.waitForURL(/\/tickets$/)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('link', { name: 'Sign in' }).first().waitFor()
  await signIn(page, url, person, false)
  await look(page, 'customer-no-tickets')
  await page.goto(`${url}/articles`)
  await page.locator('h1').waitFor()
  await look(page, 'customer-articles')
  await coloured(page, url)
  await page.goto(`${url}/new-ticket`)
  await fill(page, { title: 'My chain <b>squeaks</b>' })
  await page.locator('[role=textbox]').click()
  await page.keyboard.type('It squeaks since Monday.')
  await look(page, 'customer-new-ticket')
  await submit(page)
  await page.waitForURL(/\/tickets\/\d+$/)
  await page.getByText('It squeaks since Monday.').waitFor()
  await answer(page, 'And it rattles.')
  await look(page, 'customer-ticket')
  await page.goto(`${url}/profile`)
  await page.locator('h1').waitFor()
  await look(page, 'customer-profile')
}

/** Shows that the colours of a message survive the policy of the page. */
async function coloured(page, url) {
  const call = apiOf(url)
  const session = await sessionOf(call, person)
  const content = '<p style="color: rgb(200, 0, 0); position: fixed">Red</p>'
  const { ticketNumber } = await call('/ticket/create', { title: 'Colours', content }, session)
  await page.goto(`${url}/tickets/${ticketNumber}`)
  const text = page.locator('.message p', { hasText: 'Red' })
  await text.waitFor()
  const style = await text.evaluate((element) => {
    const { color, position } = getComputedStyle(element)
    return { color, position }
  })
  assert.deepEqual(style, { color: 'rgb(200, 0, 0)', position: 'static' })
}

/** Answers a ticket and closes it. Opens each page of the team. */
export async function asStaff(page, { url, look }) {
  await page.goto(`${url}/sign-in?staff=1`)
  await fill(page, { email: admin.email, password: admin.password })
  await submit(page)
  await page.waitForURL(/\/staff$/)
  await page
    .getByRole('link', { name: /squeaks/ })
    .first()
    .waitFor()
  await look(page, 'staff-inbox')
  await page.keyboard.press('j')
  await page.locator('li.chosen').waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/staff\/tickets\/\d+$/)
  await answer(page, 'Please bring it in.')
  await answer(page, 'A good customer.', { isPrivate: true })
  await look(page, 'staff-ticket')
  await page.getByRole('button', { name: 'Close the ticket' }).click()
  await page.getByRole('button', { name: 'Reopen the ticket' }).waitFor()
  const pages = ['customers', 'responses', 'articles', 'statistics', 'activity', 'profile']
  for (const each of pages) {
    await page.goto(`${url}/staff/${each}`)
    await page.locator('h1').first().waitFor()
    await look(page, `staff-${each}`)
  }
}

/** Opens each page of the administration. Adds a department, a tag, a token and a webhook, and tests a mailbox. */
export async function asAdmin(page, { url, look }) {
  for (const each of adminPages) {
    await page.goto(`${url}/admin/${each}`.replace(/\/$/, ''))
    await page.locator('h1').first().waitFor()
    const text = await page.locator('main').innerText()
    assert.doesNotMatch(text, /\b[A-Z]+_[A-Z_]+\b/, `${each} shows words and no codes`)
    await look(page, `admin-${each || 'settings'}`)
  }
  await page.goto(`${url}/admin/departments`)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await fill(page, { name: 'Repairs' })
  await look(page, 'admin-dialog')
  await page.locator('dialog button[type=submit]').click()
  await page.getByText('Repairs', { exact: true }).waitFor()
  await page.goto(`${url}/admin/tags`)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await fill(page, { name: 'urgent' })
  await look(page, 'admin-tag-dialog')
  const { height } = await page.locator('dialog [name=color]').boundingBox()
  assert.ok(height >= 40, 'the colour of a tag can be seen')
  await page.locator('dialog button[type=submit]').click()
  await page.getByText('urgent', { exact: true }).waitFor()
  await page.goto(`${url}/admin#imap`)
  const mailbox = page.locator('section', { hasText: 'Receiving mail' })
  await mailbox.locator('[name=host]').fill('127.0.0.1:1')
  await mailbox.getByRole('button', { name: 'Test' }).click()
  await mailbox.getByText('127.0.0.1: connect ECONNREFUSED').waitFor()
  await withMachines(page, { url, look })
}
