// What the journeys through the web app share: a watched page, axe, forms.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

export const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The requests of each page that are under way, but for the stream of events, which stays open. */
const underWay = new WeakMap()

/** Waits until a page has asked for nothing for a moment. */
export async function settled(page) {
  const requests = underWay.get(page)
  for (let quiet = 0; quiet < 4; quiet = requests.size === 0 ? quiet + 1 : 0) await page.waitForTimeout(50)
}

/** Opens a browser whose pages may neither fail, nor run what strangers wrote, nor ask another site for anything. */
export async function openContext(browser, viewport, site, options = {}) {
  const context = await browser.newContext({ viewport, locale: 'en', reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  const wrong = []
  page.on('console', (message) => {
    // A refused call is no error of the page.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      wrong.push(message.text())
  })
  page.on('pageerror', (error) => wrong.push(String(error)))
  page.on('dialog', (dialog) => {
    wrong.push(`a dialog opened: ${dialog.message()}`)
    void dialog.dismiss()
  })
  const requests = new Set()
  underWay.set(page, requests)
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => requests.delete(request))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.endsWith('/api/events')) requests.add(request)
    if (!url.startsWith(site) && !/^(?:data|blob|about):/.test(url)) wrong.push(`requested ${url}`)
  })
  return { context, page, wrong }
}

/**
 * Returns a function that checks a page with axe in light and dark. Nothing may be wider than the window, from left to
 * right and from right to left. With the variable SCREENSHOTS, it also takes pictures of the page in each state.
 */
export function lookInto(folder) {
  let checked = 0
  async function violations(page, options) {
    const result = await page.evaluate((given) => window.axe.run(document, given), options)
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`)
  }
  async function look(page, name) {
    const shoot = async (state) => {
      // Takes most of the time of a look.
      if (!process.env.SCREENSHOTS) return
      await page.screenshot({ path: join(folder, `${name}${state}.png`), fullPage: true })
    }
    await settled(page)
    await page.evaluate(axe)
    assert.deepEqual(await violations(page, { resultTypes: ['violations'] }), [], `${name} has no violations`)
    await fits(page, name)
    await shoot('')
    await page.emulateMedia({ colorScheme: 'dark' })
    const contrast = { runOnly: ['color-contrast'], resultTypes: ['violations'] }
    assert.deepEqual(await violations(page, contrast), [], `${name} can be read in the dark`)
    await shoot('-dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await setDirection(page, 'rtl')
    await fits(page, `${name} from right to left`)
    await shoot('-rtl')
    await setDirection(page, 'ltr')
    checked++
  }
  return { look, checked: () => checked }
}

const setDirection = (page, direction) =>
  page.evaluate((dir) => {
    document.documentElement.dir = dir
  }, direction)

/**
 * Requires that a page is as wide as the window, that no text is cut off but those that end with an ellipsis, and that no
 * label of a chart runs into the next one.
 */
async function fits(page, name) {
  const wide = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement
    const cut = [...document.querySelectorAll('#app :not(.hidden)')].filter((element) => {
      const { overflowX, textOverflow } = getComputedStyle(element)
      const isCut = overflowX === 'hidden' && textOverflow !== 'ellipsis' && element.clientWidth > 1
      return isCut && element.scrollWidth > element.clientWidth + 1
    })
    const blurred = [...document.querySelectorAll('.chart')].flatMap((chart) => {
      const labels = [...chart.querySelectorAll('text')].filter((label) => label.getClientRects().length > 0)
      const sides = labels.map((label) => label.getBoundingClientRect())
      return labels.filter((_, index) => index > 0 && sides[index].left <= sides[index - 1].right)
    })
    const found = [...cut, ...blurred].map(({ outerHTML }) => outerHTML.slice(0, 200))
    return scrollWidth > clientWidth ? [...found, `${scrollWidth} of ${clientWidth} pixels`] : found
  })
  assert.deepEqual(wide, [], `${name} fits into the window`)
}

/** Fills in fields by their names. */
export async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields))
    await page.locator(`[name="${name}"]`).first().fill(value)
}

export const submit = (page) => page.locator('form button[type=submit]').first().click()

/** Writes an answer or a note to the ticket of the page, and waits until it is shown and the next one can be written. */
export async function answer(page, text, { isPrivate = false } = {}) {
  await page.locator('[role=textbox]').click()
  await page.keyboard.type(text)
  if (isPrivate) await page.locator('[name=private]').check()
  await submit(page)
  await page.locator(isPrivate ? '.message.note' : '.message', { hasText: text }).waitFor()
  await page.locator('form button[type=submit][aria-disabled=false]').first().waitFor()
}

/** Signs in, and waits for the first page behind it. */
export async function signIn(page, url, { email, password }, staff) {
  await page.goto(`${url}/sign-in${staff ? '?staff=1' : ''}`)
  await fill(page, { email, password })
  await submit(page)
  await page.waitForURL(staff ? /\/staff$/ : /\/tickets$/)
}

/** Returns a function that calls the API: `call(path, params, session)`. It throws for a refusal. */
export function apiOf(url) {
  return async function call(path, params, session) {
    const headers = { 'content-type': 'application/json' }
    if (session) headers.authorization = `Bearer ${session.userId}.${session.token}`
    const body = JSON.stringify(params)
    const response = await fetch(`${url}/api${path}`, { method: 'POST', headers, body })
    const { status, message, data, detail } = await response.json()
    assert.equal(status, 'success', `${path}: ${message} ${detail}`)
    return data
  }
}

/** The pages of the administration, below `/admin`. The first one is the settings. */
export const adminPages = [
  '',
  'departments',
  'staff',
  'custom-fields',
  'tags',
  'mail-texts',
  'mails',
  'api-keys',
  'access-tokens',
  'webhooks',
  'import',
  'log',
]

/** Signs in over the API. Returns the session for other calls. */
export const sessionOf = (call, { email, password }, staff = false) =>
  call('/user/login', { email, password, staff })
