// Walks through the web app in a real Chromium, on a phone and on a desk: first run, customer, staff of each level, admin,
// links of mails, live updates, the keyboard alone. Each page is checked with axe, in light, dark and from right to left,
// and no page may write an error to the console, ask another site for anything, or run a script that a stranger wrote.
// Checks the sizes of the scripts, and the CPU time until the first list of a helpdesk with 10,000 tickets. With
// TEST_POSTGRES_URL, the journeys at desk size also run on PostgreSQL; with SCREENSHOTS, pictures of each page are left in the
// folder. Exits with 77 if there is no Chromium.
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { chromiumPath } from './chromium.mjs'
import {
  adminPages,
  answer,
  apiOf,
  fill,
  lookInto,
  openContext,
  sessionOf,
  signIn,
  submit,
} from './web/browser.mjs'
import { firstList } from './web/budget.mjs'
import { onPostgres } from './web/databases.mjs'
import { showPayloads } from './web/hostile.mjs'
import { byKeyboard, earlierMessages, pagesByKeyboard } from './web/keyboard.mjs'
import { ofLevels } from './web/levels.mjs'
import { followLinks } from './web/links.mjs'
import { liveUpdates } from './web/live.mjs'
import { withMachines } from './web/machines.mjs'
import { catchMails } from './web/mails.mjs'
import { originalMail } from './web/original-mail.mjs'
import { startServer } from './web/server.mjs'

const root = resolve(import.meta.dirname, '..')
const folder = resolve(process.argv[2] ?? 'web')
mkdirSync(folder, { recursive: true })
const say = (line) => console.log(`  ${line}`)
if (!chromiumPath) process.exit(77)
const { look, checked } = lookInto(folder)

/** Adds the gzipped sizes of the scripts that a page loads, by the manifest of the build. */
function checkSizes() {
  const app = join(root, 'packages/cli/dist/web')
  const manifest = JSON.parse(readFileSync(join(app, '.vite/manifest.json'), 'utf8'))
  const sizeOf = (file) => gzipSync(readFileSync(join(app, file))).length
  const reached = (keys, files = new Set()) => {
    for (const key of keys) {
      const { file, imports = [], css = [] } = manifest[key]
      if (files.has(file)) continue
      for (const each of [file, ...css]) files.add(each)
      reached(imports, files)
    }
    return files
  }
  const entry = 'index.html'
  const isWords = (key) => /words\/.*\/(?!en)\w+\.ts$/.test(key)
  // Shared chunks, whose keys begin with _, count with the pages that import them.
  const pages = Object.keys(manifest).filter((key) => !isWords(key) && !key.startsWith('_'))
  const isTeam = (key) => /src\/(?:staff|admin)\/|words\/staff|styles\/team/.test(key)
  const sum = (keys) => [...reached(keys)].reduce((total, file) => total + sizeOf(file), 0)
  const customers = sum([entry, ...pages.filter((key) => !isTeam(key))])
  // Loaded when somebody begins to write.
  const editor = sizeOf(manifest['src/components/writing.ts'].file)
  const all = sum(Object.keys(manifest).filter((key) => !isWords(key)))
  say(`customers' part ${customers} bytes gzipped, of which the editor is ${editor}; all ${all}`)
  assert.ok(customers <= 58_000, 'the customers’ part is at most 58 kB, with the editor')
  assert.ok(all <= 180_000, 'all is at most 180 kB')
}

const person = { name: 'Jane Doe', email: 'jane@customer.example', password: 'correct horse' }
const admin = { name: 'Ada Admin', email: 'ada@example.com', password: 'battery staple' }

async function firstRun(page, { url, look }) {
  await page.goto(url)
  await page.waitForURL(/\/install$/)
  await look(page, 'install')
  await fill(page, { ...admin, title: 'Bicycle shop' })
  await submit(page)
  await page.getByText('What next?').waitFor()
  await look(page, 'what-next')
}

async function asCustomer(page, { url, look }, size) {
  const own = { ...person, email: `${size}-${person.email}` }
  for (const path of ['', 'sign-in', 'recover-password', 'sign-up']) {
    await page.goto(`${url}/${path}`)
    await page.locator('h1').first().waitFor()
    await look(page, `${size}-customer-${path || 'home'}`)
  }
  await fill(page, own)
  await submit(page)
  // No mail server is set yet, so that there is no address to confirm.
  await page.waitForURL(/\/tickets$/)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('link', { name: 'Sign in' }).first().waitFor()
  await signIn(page, url, own, false)
  await look(page, `${size}-customer-no-tickets`)
  await page.goto(`${url}/articles`)
  await page.locator('h1').waitFor()
  await look(page, `${size}-customer-articles`)
  await coloured(page, url, own)
  await page.goto(`${url}/new-ticket`)
  await fill(page, { title: 'My chain <b>squeaks</b>' })
  await page.locator('[role=textbox]').click()
  await page.keyboard.type('It squeaks since Monday.')
  await look(page, `${size}-customer-new-ticket`)
  await submit(page)
  await page.waitForURL(/\/tickets\/\d+$/)
  await page.getByText('It squeaks since Monday.').waitFor()
  await answer(page, 'And it rattles.')
  await look(page, `${size}-customer-ticket`)
  await page.goto(`${url}/profile`)
  await page.locator('h1').waitFor()
  await look(page, `${size}-customer-profile`)
  return page.url()
}

/** Shows that the colours of a message survive the policy of the page. */
async function coloured(page, url, own) {
  const call = apiOf(url)
  const session = await sessionOf(call, own)
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

async function asStaff(page, { url, look }, size) {
  await page.goto(`${url}/sign-in?staff=1`)
  await fill(page, { email: admin.email, password: admin.password })
  await submit(page)
  await page.waitForURL(/\/staff$/)
  await page
    .getByRole('link', { name: /squeaks/ })
    .first()
    .waitFor()
  await look(page, `${size}-staff-inbox`)
  await page.keyboard.press('j')
  await page.locator('li.chosen').waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/staff\/tickets\/\d+$/)
  await answer(page, 'Please bring it in.')
  await answer(page, 'A good customer.', { isPrivate: true })
  await look(page, `${size}-staff-ticket`)
  await page.getByRole('button', { name: 'Close the ticket' }).click()
  await page.getByRole('button', { name: 'Reopen the ticket' }).waitFor()
  const pages = ['customers', 'responses', 'articles', 'statistics', 'activity', 'profile']
  for (const each of pages) {
    await page.goto(`${url}/staff/${each}`)
    await page.locator('h1').first().waitFor()
    await look(page, `${size}-staff-${each}`)
  }
}

async function asAdmin(page, { url, look }, size) {
  for (const each of adminPages) {
    await page.goto(`${url}/admin/${each}`.replace(/\/$/, ''))
    await page.locator('h1').first().waitFor()
    const text = await page.locator('main').innerText()
    assert.doesNotMatch(text, /\b[A-Z]+_[A-Z_]+\b/, `${each} shows words and no codes`)
    await look(page, `${size}-admin-${each || 'settings'}`)
  }
  await page.goto(`${url}/admin/departments`)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await fill(page, { name: `Repairs ${size}` })
  await look(page, `${size}-admin-dialog`)
  await page.locator('dialog button[type=submit]').click()
  await page.getByText(`Repairs ${size}`).waitFor()
  await page.goto(`${url}/admin/tags`)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await fill(page, { name: `urgent ${size}` })
  await look(page, `${size}-admin-tag-dialog`)
  const { height } = await page.locator('dialog [name=color]').boundingBox()
  assert.ok(height >= 40, 'the colour of a tag can be seen')
  await page.locator('dialog button[type=submit]').click()
  await page.getByText(`urgent ${size}`).waitFor()
  await withMachines(page, { url, look }, size)
}

checkSizes()
const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
const sizes = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } }

/** Walks through everything, on SQLite; or on another database at desk size, without the checks of pages alone. */
async function walk(databaseUrl) {
  const start = performance.now()
  const server = await startServer(folder, databaseUrl)
  const mails = await catchMails()
  const { url } = server
  const isWhole = databaseUrl === undefined
  const shared = { browser, url, look: isWhole ? look : async () => {}, mails, admin }
  try {
    const first = await openContext(browser, sizes.desk, url)
    await firstRun(first.page, shared)
    assert.deepEqual(first.wrong, [], 'the first run')
    await first.context.close()
    for (const [size, viewport] of Object.entries(isWhole ? sizes : { desk: sizes.desk })) {
      const customer = await openContext(browser, viewport, url)
      await asCustomer(customer.page, shared, size)
      assert.deepEqual(customer.wrong, [], `a customer on a ${size}`)
      await customer.context.close()
      const staff = await openContext(browser, viewport, url)
      await asStaff(staff.page, shared, size)
      await asAdmin(staff.page, shared, size)
      assert.deepEqual(staff.wrong, [], `staff on a ${size}`)
      await staff.context.close()
      await ofLevels({ ...shared, size, viewport })
    }
    const desk = { ...shared, viewport: sizes.desk }
    say(`${await followLinks(desk)} links of mails and of old clients led to their pages`)
    const customer = { email: `desk-${person.email}`, password: person.password }
    await liveUpdates({ ...desk, customer, isWhole })
    await originalMail({ ...desk, customer, databaseUrl: server.databaseUrl })
    if (isWhole) {
      await byKeyboard(desk)
      await earlierMessages(desk)
      await pagesByKeyboard(desk)
      say(`${await showPayloads(desk)} times a payload was shown, and none ran`)
    }
  } finally {
    await server.stop()
    await mails.close()
  }
  const seconds = Math.round((performance.now() - start) / 1000)
  say(`${databaseUrl ? 'PostgreSQL' : 'SQLite'}: all journeys in ${seconds} seconds`)
}

try {
  await walk()
  say(await firstList(browser, sizes.desk, folder))
  if (process.env.TEST_POSTGRES_URL) await onPostgres(process.env.TEST_POSTGRES_URL, walk)
  const pictures = readdirSync(folder).filter((name) => name.endsWith('.png')).length
  say(`${checked()} pages without violations, ${pictures} pictures in ${folder}`)
} finally {
  await browser.close()
}
