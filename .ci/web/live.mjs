import assert from 'node:assert/strict'
import { apiOf, openContext, sessionOf, settled, signIn } from './browser.mjs'

/** Shows that what somebody else writes appears without a reload, at a customer's and at the team's. */
export async function liveUpdates({ browser, url, viewport, customer, admin, isWhole }) {
  const call = apiOf(url)
  const jane = await sessionOf(call, customer)
  const ada = await sessionOf(call, admin, true)
  const first = await call('/ticket/create', { title: 'Live', content: 'Is it?' }, jane)
  const atCustomer = await openContext(browser, viewport, url)
  const atStaff = await openContext(browser, viewport, url)
  const reads = countReads(atCustomer.page)
  await signIn(atCustomer.page, url, customer, false)
  await openLive(atCustomer.page, `${url}/tickets/${first.ticketNumber}`)
  await signIn(atStaff.page, url, admin, true)
  await openLive(atStaff.page, `${url}/staff`)

  // While nothing happens, nothing is asked for.
  if (isWhole) {
    await settled(atCustomer.page)
    const before = reads()
    await atCustomer.page.waitForTimeout(11_000)
    assert.equal(reads(), before, 'no polling while the events are live')
  }

  await call('/ticket/comment', { ticketNumber: first.ticketNumber, content: 'It is alive.' }, ada)
  await atCustomer.page.locator('.message', { hasText: 'It is alive.' }).waitFor({ timeout: 5000 })
  const second = await call('/ticket/create', { title: 'Appears by itself', content: 'Soon.' }, jane)
  const entry = atStaff.page.getByRole('link', { name: /Appears by itself/ })
  await entry.waitFor({ timeout: 5000 })
  await entry.click()
  await atStaff.page.locator('.message', { hasText: 'Soon.' }).waitFor()
  await call('/ticket/comment', { ticketNumber: second.ticketNumber, content: 'More of it.' }, jane)
  await atStaff.page.locator('.message', { hasText: 'More of it.' }).waitFor({ timeout: 5000 })

  if (isWhole) await polled({ browser, url, viewport, customer, call, ada, first })
  for (const { context, wrong } of [atCustomer, atStaff]) {
    assert.deepEqual(wrong, [], 'live updates')
    await context.close()
  }
}

/** Shows that answers appear where the server has no place for the stream: the page asks now and then. */
async function polled({ browser, url, viewport, customer, call, ada, first }) {
  const refused = await openContext(browser, viewport, url)
  const refusal = { status: 'fail', message: 'TOO_MANY_STREAMS', data: { retryAfter: 5 } }
  await refused.page.route('**/api/events', (route) =>
    route.fulfill({ status: 429, headers: { 'retry-after': '5' }, json: refusal }),
  )
  await signIn(refused.page, url, customer, false)
  await refused.page.goto(`${url}/tickets/${first.ticketNumber}`)
  await refused.page.locator('.message', { hasText: 'It is alive.' }).waitFor()
  await call('/ticket/comment', { ticketNumber: first.ticketNumber, content: 'Still here.' }, ada)
  await refused.page.locator('.message', { hasText: 'Still here.' }).waitFor({ timeout: 20_000 })

  assert.deepEqual(refused.wrong, [], 'polling')
  await refused.context.close()
}

/** Opens a page, and waits until its events are live. */
async function openLive(page, address) {
  const opened = page.waitForResponse((response) => response.url().endsWith('/api/events'))
  await page.goto(address)
  assert.equal((await opened).status(), 200)
}

function countReads(page) {
  let count = 0
  page.on('request', (request) => {
    if (/\/api\/(?:ticket\/get|user\/get-tickets)$/.test(request.url())) count++
  })
  return () => count
}
