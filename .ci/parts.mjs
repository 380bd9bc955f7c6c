// Opens the pages of examples/embedded in a real Chromium, on another origin than the helpdesk and under a strict policy:
// a guest on a plain page, a customer on a page in React, captchas of a third site. Checks the size of the elements, each view with axe, that the
// colours follow the page's variables, and that nothing is written to the console. Exits with 77 if there is no Chromium.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { chromiumPath } from './chromium.mjs'
import { freePort, until } from './waiting.mjs'
import { apiOf, axe } from './web/browser.mjs'

const root = resolve(import.meta.dirname, '..')
const folder = resolve(process.argv[2] ?? 'parts')
mkdirSync(folder, { recursive: true })
const say = (line) => console.log(`  ${line}`)
if (!chromiumPath) process.exit(77)

/** Adds the gzipped sizes of what a page loads before it shows an element, in English. */
function checkSize() {
  const served = join(root, 'packages/cli/dist/web')
  const loaded = new Set()
  const load = (path) => {
    if (loaded.has(path)) return
    loaded.add(path)
    for (const [, name] of readFileSync(join(served, path), 'utf8').matchAll(
      /(?:from|import) ?["'](\.[^"']+\.js)["']/g,
    ))
      load(join(path, '..', name))
  }
  load('parts.js')
  const elements = 'assets/elements'
  load(
    join(
      elements,
      readdirSync(join(served, elements)).find((name) => name.startsWith('en-')),
    ),
  )
  const size = [...loaded].reduce((sum, path) => sum + gzipSync(readFileSync(join(served, path))).length, 0)
  assert.ok(loaded.size >= 3)
  say(`the elements load ${size} bytes gzipped, in ${loaded.size} files`)
  assert.ok(size <= 60_000, 'the first load is at most 60 kB')
}

/** Starts a program, and waits until it prints an address. */
async function started(args, environment) {
  const program = spawn('node', args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // Also after a check that failed.
  process.on('exit', () => program.kill())
  let text = ''
  program.stdout.on('data', (chunk) => {
    text += chunk
  })
  await until(
    `the start of ${args[0]}`,
    () => text.includes('http://localhost:') || program.exitCode !== null,
  )
  assert.equal(program.exitCode, null, text)
  return async () => {
    program.kill()
    await once(program, 'exit')
  }
}

/** Opens a browser whose pages may write no error, and break no policy. */
async function openPage(browser, address) {
  const viewport = { width: 900, height: 900 }
  // Colours change at once.
  const context = await browser.newContext({ locale: 'en', viewport, reducedMotion: 'reduce' })
  const page = await context.newPage()
  const wrong = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) wrong.push(message.text())
  })
  page.on('pageerror', (error) => wrong.push(String(error)))
  await page.addInitScript(() => {
    window.told = []
    window.freed = []
    const free = URL.revokeObjectURL
    URL.revokeObjectURL = (address) => {
      window.freed.push(address)
      free(address)
    }
    for (const name of ['support-created', 'support-opened', 'support-answered'])
      document.addEventListener(name, ({ detail }) => window.told.push(`${name} ${detail.ticketNumber}`))
  })
  page.setDefaultTimeout(10_000)
  await page.goto(address)
  return { context, page, wrong }
}

let checked = 0

/** Checks a page and its shadow roots with axe, and takes a picture of it. */
async function look(page, name) {
  await page.waitForTimeout(0)
  await page.evaluate(axe)
  const { violations, passes } = await page.evaluate(
    'axe.run(document, { preload: false, resultTypes: ["violations"] })',
  )
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`)
  assert.deepEqual(found, [], `${name} has no violations`)
  assert.ok(
    passes.some(({ nodes }) => nodes.some(({ target }) => Array.isArray(target[0]))),
    `${name} has a shadow root`,
  )
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
  checked++
}

/** Writes a message by keyboard alone, with a word in bold, and attaches a file. */
async function write(page, element, text) {
  await element.getByRole('textbox', { name: /Message|Your answer/ }).focus()
  await page.keyboard.type(`${text} `)
  await page.keyboard.press('Control+b')
  await page.keyboard.type('Soon')
  await page.keyboard.press('Control+b')
  await page.keyboard.type('!')
  const file = { name: 'order.txt', mimeType: 'text/plain', buffer: Buffer.from('A bell.') }
  await element.locator('input[type=file]').last().setInputFiles(file)
}

const told = (page) => page.evaluate(() => window.told)
const styleOf = (locator, name) =>
  locator.evaluate((node, property) => getComputedStyle(node)[property], name)

async function asGuest(browser, shop, call) {
  const { context, page, wrong } = await openPage(browser, `${shop}/`)
  const form = page.locator('support-form')
  const send = form.getByRole('button', { name: 'Send the ticket' })
  await send.waitFor()
  await look(page, 'plain-form')
  assert.equal(await styleOf(send, 'backgroundColor'), 'rgb(138, 43, 226)', 'the colour of the page')
  assert.equal(await styleOf(send, 'textTransform'), 'uppercase', 'the style of a part')
  assert.match(await styleOf(send, 'fontFamily'), /^Georgia/)
  await page.evaluate(() => document.documentElement.style.setProperty('--support-accent', 'rgb(0, 90, 0)'))
  assert.equal(await styleOf(send, 'backgroundColor'), 'rgb(0, 90, 0)', 'the colour follows its variable')
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.evaluate(() => document.documentElement.style.removeProperty('--support-accent'))
  await look(page, 'plain-form-dark')
  await page.emulateMedia({ colorScheme: 'light' })

  await form.getByLabel('Name').fill('Gus Guest')
  await form.getByLabel('E-mail address').fill('gus@guest.example')
  assert.equal(await form.getByLabel('Subject').inputValue(), 'My order')
  await write(page, form, 'Where is my bell?')
  await send.press('Enter')
  await form.getByText('We will answer by e-mail.').waitFor()
  await look(page, 'plain-sent')
  const [, ticketNumber] = /^support-created (\d+)$/.exec((await told(page))[0]) ?? []
  assert.ok(ticketNumber, 'the page is told the number')

  const ticket = page.locator('support-ticket')
  await ticket.getByLabel('Ticket number').fill(ticketNumber)
  await ticket.getByLabel('E-mail address').fill('gus@guest.example')
  await ticket.getByRole('button', { name: 'See a ticket' }).click()
  await ticket.getByText('Where is my bell?').waitFor()
  assert.equal(await ticket.locator('.rich b').innerText(), 'Soon', 'the word in bold')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    ticket.getByRole('button', { name: /order/ }).click(),
  ])
  assert.equal(readFileSync(await file.path(), 'utf8'), 'A bell.')
  await write(page, ticket, 'I still wait.')
  await ticket.getByRole('button', { name: 'Send the answer' }).press('Enter')
  await ticket.locator('.message', { hasText: 'I still wait.' }).waitFor()
  await look(page, 'plain-ticket')
  assert.equal((await told(page)).at(-1), `support-answered ${ticketNumber}`)
  await freesPictures(page, ticket, call)
  assert.deepEqual(wrong, [], 'a plain page')
  await context.close()
}

/** Answers with a picture, which is shown, and freed once the guest opens another ticket. */
async function freesPictures(page, ticket, call) {
  const other = { title: 'Another', content: 'A horn.', name: 'Gus', email: 'gus@guest.example' }
  const { ticketNumber } = await call('/ticket/create', other)
  const dot = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'
  const picture = { name: 'dot.gif', mimeType: 'image/gif', buffer: Buffer.from(dot, 'base64') }
  // The editor of the answer before is gone.
  await ticket.locator('[part~=submit][aria-disabled=false]').waitFor()
  await ticket.getByRole('textbox', { name: 'Your answer' }).focus()
  await page.keyboard.type('It looks so: ')
  await ticket.locator('input[accept="image/*"]').setInputFiles(picture)
  const [written] = await page.locator('.support-editor img').evaluateAll((all) => all.map(({ src }) => src))
  await ticket.getByRole('button', { name: 'Send the answer' }).press('Enter')
  const shown = await ticket.locator('.message img').getAttribute('src')
  assert.match(shown, /^blob:/)
  await ticket.evaluate((element, number) => {
    element.ticketNumber = number
  }, ticketNumber)
  await ticket.getByLabel('E-mail address').fill(other.email)
  await ticket.getByRole('button', { name: 'See a ticket' }).click()
  await ticket.getByText('A horn.').waitFor()
  const freed = await page.evaluate(() => window.freed)
  assert.ok(freed.includes(written), 'the picture in the editor is freed')
  assert.ok(freed.includes(shown), 'the picture in the ticket is freed')
}

async function asCustomer(browser, shop, { desk, admin }) {
  const { context, page, wrong } = await openPage(browser, 'about:blank')
  const streams = new Set()
  page.on('request', (request) => request.url().endsWith('/api/events') && streams.add(request))
  for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => streams.delete(request))
  await page.goto(`${shop}/react/`)
  const [list, form] = [page.locator('support-tickets'), page.locator('support-form')]
  await list.getByText('You have no tickets yet.').waitFor()
  assert.equal(await form.getByLabel('Name').count(), 0, 'a customer is known')
  await look(page, 'react-empty')
  await form.getByLabel('Subject').fill('A wheel')
  await write(page, form, 'It is bent.')
  await form.getByRole('button', { name: 'Send the ticket' }).press('Enter')
  await page.getByText('Thank you! Your ticket is number').waitFor()
  assert.equal(await form.getByLabel('Subject').inputValue(), '', 'the form is empty for the next ticket')
  const entry = list.getByRole('button', { name: /A wheel/ })
  await entry.waitFor()
  await look(page, 'react-list')

  // The page keeps the list: it would show the ticket elsewhere.
  await page.evaluate(() =>
    document.addEventListener('support-opened', (event) => event.preventDefault(), { once: true }),
  )
  await entry.press('Enter')
  assert.ok(await entry.isVisible(), 'a cancelled event keeps the list')
  await entry.press('Enter')
  await list.getByText('It is bent.').waitFor()
  assert.ok(
    await list.evaluate((element) => element.shadowRoot.activeElement?.classList.contains('view')),
    'the focus is in the new view',
  )
  const [, ticketNumber] = /(\d+)$/.exec((await told(page)).at(-1)) ?? []
  assert.equal(await list.getAttribute('ticket-number'), ticketNumber)
  const content = '<p style="color: darkred">We <b>mend</b> it.</p>'
  await apiOf(desk)('/ticket/comment', { ticketNumber: Number(ticketNumber), content }, admin)
  await list.locator('.message', { hasText: 'We mend it.' }).waitFor()
  await write(page, list, 'Thank you.')
  await list.getByRole('button', { name: 'Send the answer' }).press('Enter')
  await list.locator('.message', { hasText: 'Thank you.' }).waitFor()
  await look(page, 'react-ticket')
  assert.equal(streams.size, 1, 'one stream for all elements')

  await confirms(page, { list, form })
  await list.evaluate((element) => {
    element.language = 'de'
    element.theme = 'dark'
  })
  await list.getByRole('button', { name: 'Antwort senden' }).waitFor()
  assert.equal(await styleOf(list.locator('.frame'), 'color'), 'rgb(232, 236, 243)', 'the dark theme')
  await list.getByRole('button', { name: 'Meine Tickets' }).press('Enter')
  await list.getByRole('button', { name: /A wheel/ }).waitFor()
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('support-tickets, support-form')) element.remove()
  })
  await until('the end of the stream', () => streams.size === 0)
  assert.equal(await page.locator('.support-editor').count(), 0, 'no editor is left')
  assert.deepEqual(wrong, [], 'a page in React')
  await context.close()
}

/** Sends a ticket whose confirmation leads to the list beside the form, or to a page of its own. */
async function confirms(page, { list, form }) {
  // The example shows a confirmation of its own.
  await page.evaluate(() =>
    document.addEventListener('support-created', (event) => event.stopPropagation(), {
      capture: true,
      once: true,
    }),
  )
  await form.getByLabel('Subject').fill('A saddle')
  await write(page, form, 'It squeaks.')
  await form.getByRole('button', { name: 'Send the ticket' }).press('Enter')
  await form.getByText('You will find our answer in your tickets.').waitFor()
  assert.equal(await form.getByText('We will answer by e-mail.').count(), 0, 'that is for guests')
  await look(page, 'react-sent')
  await form.evaluate((element) => element.setAttribute('href', '/help/{number}'))
  const link = form.getByRole('link', { name: 'See the ticket' })
  assert.match(await link.getAttribute('href'), /^\/help\/\d+$/)
  await form.evaluate((element) => element.removeAttribute('href'))
  await form.getByRole('button', { name: 'See the ticket' }).press('Enter')
  await list.getByText('It squeaks.').waitFor()
  await form.getByRole('button', { name: 'New ticket' }).press('Enter')
  await list.getByRole('button', { name: 'My tickets' }).press('Enter')
  await list.getByRole('button', { name: /A wheel/ }).press('Enter')
  await list.getByText('It is bent.').waitFor()
}

/** Tells a member of the team whose tickets the elements show, and shows them a ticket all the same. */
async function asStaff(browser, shop, { desk, admin, call }) {
  const { context, page, wrong } = await openPage(browser, `${shop}/react/`)
  const [list, form] = [page.locator('support-tickets'), page.locator('support-form')]
  await list.getByRole('button', { name: /A wheel/ }).waitFor()
  // A customer who has not chosen a ticket chooses one.
  await list.evaluate((element) => {
    const ticket = document.createElement('support-ticket')
    ticket.url = element.url
    ticket.session = element.session
    element.after(ticket)
  })
  const ticket = page.locator('support-ticket')
  await ticket.getByRole('button', { name: /A wheel/ }).press('Enter')
  await ticket.getByText('It is bent.').waitFor()
  await ticket.evaluate((element) => element.removeAttribute('ticket-number'))

  const session = { userId: Number(admin.userId), token: admin.token }
  await page.evaluate((given) => {
    for (const element of document.querySelectorAll('support-tickets, support-form, support-ticket'))
      element.session = given
  }, session)
  await list.evaluate((element) => element.refresh())
  for (const element of [list, ticket]) {
    await element.getByText('Customers see their tickets here.').waitFor()
    assert.equal(await element.getByText('Please sign in').count(), 0)
  }
  assert.ok(await form.getByRole('button', { name: 'Send the ticket' }).isVisible())
  await look(page, 'react-staff')
  const other = { title: 'A pump', content: 'It leaks.', name: 'Gus', email: 'gus@guest.example' }
  const { ticketNumber } = await call('/ticket/create', other)
  await ticket.evaluate((element, number) => {
    element.ticketNumber = number
  }, ticketNumber)
  await ticket.getByText('It leaks.').waitFor()
  // The one refused call by which the elements recognize the team.
  const errors = wrong.filter((text) => !/Failed to load resource/.test(text))
  assert.deepEqual(errors, [], `a member of the team at ${desk}`)
  await context.close()
}

/** The page of a captcha service's script: a button that solves it. */
const captchaScript = `window.grecaptcha = {
  render(id, { sitekey, callback }) {
    const button = document.createElement('button')
    button.textContent = 'Solve ' + sitekey
    button.onclick = () => callback('solved')
    document.getElementById(id).append(button)
  },
}
window.showCaptcha()`

/** Starts a captcha service on a site of its own, which keeps what it was asked to verify. */
async function captchaService() {
  const asked = []
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://captcha')
    if (pathname === '/recaptcha/api.js')
      return response.writeHead(200, { 'content-type': 'text/javascript' }).end(captchaScript)
    asked.push(Object.fromEntries(new URLSearchParams(Buffer.concat(await request.toArray()).toString())))
    response.end(JSON.stringify({ success: asked.at(-1).response === 'solved' }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = () => new Promise((end) => server.close(end).closeAllConnections())
  return { asked, close, url: `http://127.0.0.1:${server.address().port}/recaptcha/api/siteverify` }
}

/** Solves captchas in elements on another origin than the helpdesk's: for a new ticket, and to see it. */
async function withCaptcha(browser, shop, { call, admin, captcha }) {
  const keys = { 'recaptcha-public': 'site key', 'recaptcha-private': 'secret key' }
  await call('/system/edit-settings', keys, admin)
  const { context, page, wrong } = await openPage(browser, `${shop}/`)
  const form = page.locator('support-form')
  const send = form.getByRole('button', { name: 'Send the ticket' })
  const solve = (element) =>
    element.frameLocator('iframe').getByRole('button', { name: 'Solve site key' }).click()
  await form.getByLabel('Name').fill('Gus Guest')
  await form.getByLabel('E-mail address').fill('gus@guest.example')
  await write(page, form, 'And my horn?')
  await send.press('Enter')
  await form.getByText('Please solve the captcha first.').waitFor()
  await solve(form)
  await look(page, 'plain-captcha')
  // The solution comes as a message of the frame.
  await page.waitForTimeout(200)
  await send.press('Enter')
  await form.getByText('We will answer by e-mail.').waitFor()
  const [, ticketNumber] = /^support-created (\d+)$/.exec((await told(page)).at(-1)) ?? []
  const ticket = page.locator('support-ticket')
  await ticket.getByLabel('Ticket number').fill(ticketNumber)
  await ticket.getByLabel('E-mail address').fill('gus@guest.example')
  await solve(ticket)
  await page.waitForTimeout(200)
  await ticket.getByRole('button', { name: 'See a ticket' }).click()
  await ticket.getByText('And my horn?').waitFor()
  assert.deepEqual(
    captcha.asked.map(({ secret, response }) => `${secret}: ${response}`),
    ['secret key: solved', 'secret key: solved'],
  )
  // The refused call is no error of the page.
  const errors = wrong.filter((text) => !/Failed to load resource/.test(text))
  assert.deepEqual(errors, [], 'a captcha in an element')
  await context.close()
  await call('/system/edit-settings', { 'recaptcha-public': '', 'recaptcha-private': '' }, admin)
}

checkSize()
const [deskPort, shopPort] = [await freePort(), await freePort()]
// Two sites, since a port alone makes another origin.
const [desk, shop] = [`http://localhost:${deskPort}`, `http://127.0.0.1:${shopPort}`]
const data = { DATA_DIR: join(folder, `data-${Date.now()}`), LOG_LEVEL: 'error' }
const cli = join(root, 'packages/cli/dist/main.js')
const [passwordFile, password] = [join(folder, 'password'), 'battery staple']
writeFileSync(passwordFile, password)
const account = { name: 'Ada', email: 'ada@example.com' }
execFileSync(
  'node',
  [cli, 'create-admin', '--name', account.name, '--email', account.email, '--password-file', passwordFile],
  { env: { ...process.env, ...data }, stdio: ['ignore', 'ignore', 'inherit'] },
)
const captcha = await captchaService()
const stopDesk = await started([cli, 'serve'], {
  ...data,
  PORT: String(deskPort),
  CORS_ORIGINS: shop,
  CAPTCHA_URL: captcha.url,
})
const call = apiOf(desk)
const admin = await call('/user/login', { email: account.email, password, staff: true })
await call('/system/disable-mandatory-login', { password }, admin)
await call('/system/edit-settings', { 'allow-attachments': true }, admin)
const customer = { email: 'jane@example.com', password: 'correct horse' }
await call('/user/signup', { ...customer, name: 'Jane' })
const example = join(root, 'examples/embedded')
const built = join(folder, 'react')
execFileSync(
  'npx',
  ['vite', 'build', 'react', '--base', '/react/', '--outDir', built, '--emptyOutDir', '--logLevel', 'warn'],
  {
    cwd: example,
    env: { ...process.env, VITE_SUPPORT_URL: `${desk}/api` },
    stdio: ['ignore', 'inherit', 'inherit'],
  },
)
const stopShop = await started([join(example, 'host.js')], {
  PORT: String(shopPort),
  PAGES: built,
  SUPPORT_ORIGIN: desk,
  CUSTOMER_EMAIL: customer.email,
  CUSTOMER_PASSWORD: customer.password,
})
const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
try {
  await asGuest(browser, shop, call)
  await asCustomer(browser, shop, { desk, admin })
  await asStaff(browser, shop, { desk, admin, call })
  await withCaptcha(browser, shop, { call, admin, captcha })
  say(`${checked} views of the elements without violations, pictures in ${folder}`)
} finally {
  await browser.close()
  await stopShop()
  await stopDesk()
  await captcha.close()
}
