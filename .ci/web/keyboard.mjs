import assert from 'node:assert/strict'
import { until } from '../waiting.mjs'
import { apiOf, openContext, sessionOf, signIn, submit } from './browser.mjs'

/** Walks from the sign-in to an answered and closed ticket with the keyboard alone. */
export async function byKeyboard({ browser, url, viewport, admin }) {
  const { context, page, wrong } = await openContext(browser, viewport, url)
  const { keyboard } = page
  /** Presses Tab until the focus is on an element of this selector. */
  async function tabTo(selector) {
    for (let presses = 0; presses < 80; presses++) {
      await keyboard.press('Tab')
      const isThere = await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)
      if (!isThere) continue
      const outline = await page.evaluate(() => {
        const { outlineStyle, boxShadow, borderColor } = getComputedStyle(document.activeElement)
        return outlineStyle !== 'none' || boxShadow !== 'none' || borderColor
      })
      assert.ok(outline, `${selector} shows that it has the focus`)
      return
    }
    throw new Error(`no Tab leads to ${selector}`)
  }
  await page.goto(`${url}/sign-in?staff=1`)
  await page.locator('form').waitFor()
  await keyboard.press('Tab')
  await keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement?.localName), 'main', 'the menu is skipped')
  await tabTo('[name=email]')
  await keyboard.type(admin.email)
  await tabTo('[name=password]')
  await keyboard.type(admin.password)
  await keyboard.press('Enter')
  await page.waitForURL(/\/staff$/)
  await page.locator('.list li').first().waitFor()
  await page.evaluate(() => document.activeElement?.blur())
  await keyboard.press('j')
  await page.locator('li.chosen').waitFor()
  await keyboard.press('Enter')
  await page.waitForURL(/\/staff\/tickets\/\d+$/)
  await page.locator('[role=textbox]').waitFor()
  await page.locator('.squire, [contenteditable=true]').first().waitFor()
  await keyboard.press('r')
  await keyboard.type('Answered by keyboard.')
  await tabTo('form button[type=submit]')
  await keyboard.press('Enter')
  await page.locator('.message', { hasText: 'Answered by keyboard.' }).waitFor()
  await keyboard.press('Shift+Tab')
  await page.evaluate(() => document.activeElement?.blur())
  await tabTo('.head button:last-child')
  await keyboard.press('Enter')
  await page.getByRole('button', { name: 'Reopen the ticket' }).waitFor()
  assert.deepEqual(wrong, [], 'by keyboard')
  await context.close()
}

/**
 * Opens the earlier messages of a ticket with the keyboard. The focus goes to a line that says how many there are, where
 * they begin; also when they could not be read at first.
 */
export async function earlierMessages({ browser, url, viewport, admin }) {
  const call = apiOf(url)
  const ada = await sessionOf(call, admin, true)
  const { ticketNumber } = await call('/ticket/create', { title: 'A long one', content: 'First' }, ada)
  for (let number = 1; number <= 5; number++)
    await call('/ticket/comment', { ticketNumber, content: `Number ${number}` }, ada)
  const { context, page, wrong } = await openContext(browser, viewport, url)
  let isDown = true
  await page.route('**/api/ticket/get', async (route) => {
    const params = route.request().postDataJSON()
    const refusal = { status: 'fail', message: 'DATABASE_BUSY', data: null }
    if (isDown && params.eventsBefore) return route.fulfill({ status: 503, json: refusal })
    return route.continue({ postData: JSON.stringify({ ...params, eventsLimit: 2 }) })
  })
  await signIn(page, url, admin, true)
  await page.goto(`${url}/staff/tickets/${ticketNumber}`)
  const button = page.getByRole('button', { name: 'Show earlier messages' })
  const focused = () => page.evaluate(() => document.activeElement?.textContent)
  await button.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  assert.equal(await focused(), 'Show earlier messages', 'the focus stays where one can try again')
  isDown = false
  await page.keyboard.press('Enter')
  await page.getByText('Number 2').waitFor()
  assert.equal(await focused(), 'Earlier messages: 2')
  await page.keyboard.press('Shift+Tab')
  assert.equal(await focused(), 'Show earlier messages', 'the next ones are beside it')
  await page.keyboard.press('Enter')
  await page.getByText('Number 1').waitFor()
  assert.equal(await focused(), 'Earlier messages: 1')
  assert.equal(await button.count(), 0)
  const texts = await page.locator('.message .rich, p.event').allInnerTexts()
  assert.deepEqual(texts, [
    'First',
    'Earlier messages: 1',
    'Number 1',
    'Earlier messages: 2',
    'Number 2',
    'Number 3',
    'Number 4',
    'Number 5',
  ])
  assert.deepEqual(wrong, [], 'earlier messages')
  await context.close()
}

const pastedHtml = '<b>pasted</b><img src="http://elsewhere.example/x.png"><iframe></iframe>'

/**
 * Types an answer while the code of the editor is still loading, and goes on afterwards. No word is lost, and what is pasted
 * is text.
 */
export async function typeEarly({ browser, url, viewport, admin }) {
  const call = apiOf(url)
  const ada = await sessionOf(call, admin, true)
  const { ticketNumber } = await call('/ticket/create', { title: 'A slow line', content: 'First' }, ada)
  const { context, page, wrong } = await openContext(browser, viewport, url)
  await signIn(page, url, admin, true)
  let bring
  const isHere = new Promise((resolve) => {
    bring = resolve
  })
  await page.route(/\/writing-[^/]*\.js$/, async (route) => {
    await isHere
    await route.continue()
  })
  await page.goto(`${url}/staff/tickets/${ticketNumber}`)
  await page.locator('[role=textbox]').click()
  await page.keyboard.type('A line.')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Typed before, ')
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate((html) => {
    const type = 'text/html'
    const item = {
      [type]: new Blob([html], { type }),
      'text/plain': new Blob(['pasted'], { type: 'text/plain' }),
    }
    return navigator.clipboard.write([new ClipboardItem(item)])
  }, pastedHtml)
  await page.keyboard.press('Control+V')
  assert.equal(await page.locator('[role=textbox] :is(b, img, iframe)').count(), 0, 'what is pasted is text')
  bring()
  await page.locator('[role=textbox][contenteditable=true]').waitFor()
  await page.keyboard.type(', and after.')
  await submit(page)
  const message = page.locator('.message', { hasText: 'Typed before, pasted, and after.' })
  assert.match(await message.locator('.rich').innerText(), /A line\.\n+Typed before/)
  assert.deepEqual(wrong, [], 'typing early')
  await context.close()
}

/** Goes through the pages of lists with the keyboard. The focus stays on the button that was pressed, also at the ends. */
export async function pagesByKeyboard({ browser, url, viewport, admin }) {
  const call = apiOf(url)
  const ada = await sessionOf(call, admin, true)
  for (let number = 1; number <= 11; number++)
    await call('/ticket/create', { title: `Paged ${number}`, content: 'One of many' }, ada)
  const { context, page, wrong } = await openContext(browser, viewport, url)
  await signIn(page, url, admin, true)
  const isDisabled = (name) => page.getByRole('button', { name, exact: true, disabled: true }).isVisible()
  const focused = () => page.evaluate(() => document.activeElement?.textContent)
  const entries = async () => (await page.locator('.list li').allInnerTexts()).join()
  const turn = async () => {
    const before = await entries()
    await page.keyboard.press('Enter')
    await until('another page', async () => (await entries()) !== before)
  }
  for (const path of ['/admin/log', '/staff?view=all']) {
    await page.goto(url + path)
    const next = page.getByRole('button', { name: 'Next', exact: true })
    await next.focus()
    const first = await entries()
    for (let number = 2; !(await isDisabled('Next')); number++) {
      await turn()
      assert.equal(await focused(), 'Next', `${path} keeps the focus on page ${number}`)
    }
    await page.keyboard.press('Shift+Tab')
    while (!(await isDisabled('Previous'))) await turn()
    assert.equal(await focused(), 'Previous', `${path} keeps the focus on the first page`)
    assert.equal(await entries(), first)
  }
  assert.deepEqual(wrong, [], 'the pages of lists')
  await context.close()
}
