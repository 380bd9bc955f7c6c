// Walks through the web app in a real Chromium, on a phone and on a desk: first run, customer, staff, admin. Each page is
// checked with axe, and no page may write an error to the console or run a script that a stranger wrote. Checks the sizes
// of the scripts. Exits with 77 if there is no Chromium.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { withMachines } from './web/machines.mjs'

const root = resolve(import.meta.dirname, '..')
const folder = resolve(process.argv[2] ?? 'web')
mkdirSync(folder, { recursive: true })
const say = (line) => console.log(`  ${line}`)
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => spawnSync(path, ['--version']).status === 0,
)
if (!executablePath) process.exit(77)
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

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
  const isTeam = (key) => /src\/(?:staff|admin)\/|words\/staff/.test(key)
  const sum = (keys) => [...reached(keys)].reduce((total, file) => total + sizeOf(file), 0)
  // The editor is loaded when somebody begins to write.
  const isEditor = (key) => key.endsWith('components/writing.ts')
  const customers = sum([entry, ...pages.filter((key) => !isTeam(key) && !isEditor(key))])
  const editor = sum(pages.filter(isEditor))
  const all = sum([entry, ...pages])
  say(`customers' part ${customers} bytes gzipped, the editor ${editor}, all ${all}`)
  assert.ok(customers <= 60_000, 'the customers’ part is at most 60 kB')
  assert.ok(all <= 180_000, 'all is at most 180 kB')
}

async function startServer() {
  const cli = join(root, 'packages/cli/dist/main.js')
  const env = { ...process.env, DATA_DIR: join(folder, `data-${Date.now()}`), PORT: '0', LOG_LEVEL: 'error' }
  const server = spawn('node', [cli, 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  for await (const chunk of server.stdout) {
    text += chunk
    const [url] = /http:\/\/localhost:\d+/.exec(text) ?? []
    if (!url) continue
    const stop = async () => {
      server.kill()
      await once(server, 'exit')
    }
    return { url, stop }
  }
  throw new Error(`the server has not started: ${text}`)
}

/** Opens a browser whose pages may neither fail nor run what strangers wrote. */
async function openContext(browser, viewport) {
  const context = await browser.newContext({ viewport, locale: 'en' })
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
  return { context, page, wrong }
}

let checked = 0

/** Checks a page with axe, and takes a picture of it. */
async function look(page, name) {
  await page.waitForLoadState('networkidle')
  await page.evaluate(axe)
  const { violations } = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)
  assert.deepEqual(found, [], `${name} has no violations`)
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
  checked++
}

const person = { name: 'Jane Doe', email: 'jane@customer.example', password: 'correct horse' }
const admin = { name: 'Ada Admin', email: 'ada@example.com', password: 'battery staple' }

const fill = async (page, fields) => {
  for (const [name, value] of Object.entries(fields))
    await page.locator(`[name="${name}"]`).first().fill(value)
}
const submit = (page) => page.locator('form button[type=submit]').first().click()

async function firstRun(page, url) {
  await page.goto(url)
  await page.waitForURL(/\/install$/)
  await look(page, 'install')
  await fill(page, { ...admin, title: 'Bicycle shop' })
  await submit(page)
  await page.getByText('What next?').waitFor()
  await look(page, 'what-next')
}

async function asCustomer(page, url, size) {
  const own = { ...person, email: `${size}-${person.email}` }
  for (const path of ['', 'sign-in', 'recover-password', 'sign-up']) {
    await page.goto(`${url}/${path}`)
    await page.locator('h1').first().waitFor()
    await look(page, `${size}-customer-${path || 'home'}`)
  }
  await fill(page, own)
  await submit(page)
  await page
    .getByText(/ready|mail/i)
    .first()
    .waitFor()
  await page.goto(`${url}/sign-in`)
  await fill(page, { email: own.email, password: own.password })
  await submit(page)
  await page.waitForURL(/\/tickets$/)
  await look(page, `${size}-customer-no-tickets`)
  await page.goto(`${url}/articles`)
  await page.locator('h1').waitFor()
  await look(page, `${size}-customer-articles`)
  await page.goto(`${url}/new-ticket`)
  await fill(page, { title: 'My chain <b>squeaks</b>' })
  await page.locator('[role=textbox]').click()
  await page.keyboard.type('It squeaks since Monday.')
  await look(page, `${size}-customer-new-ticket`)
  await submit(page)
  await page.waitForURL(/\/tickets\/\d+$/)
  await page.getByText('It squeaks since Monday.').waitFor()
  await page.locator('[role=textbox]').click()
  await page.keyboard.type('And it rattles.')
  await submit(page)
  await page.locator('.message', { hasText: 'And it rattles.' }).waitFor()
  await look(page, `${size}-customer-ticket`)
  await page.goto(`${url}/profile`)
  await page.locator('h1').waitFor()
  await look(page, `${size}-customer-profile`)
  return page.url()
}

async function asStaff(page, url, size) {
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
  await page.locator('[role=textbox]').click()
  await page.keyboard.type('Please bring it in.')
  await page.locator('form button[type=submit]').first().click()
  await page.locator('.message', { hasText: 'Please bring it in.' }).waitFor()
  await page.locator('[role=textbox]').click()
  await page.keyboard.type('A good customer.')
  await page.locator('[name=private]').check()
  await page.locator('form button[type=submit]').first().click()
  await page.locator('.message.note', { hasText: 'A good customer.' }).waitFor()
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

async function asAdmin(page, url, size) {
  const pages = [
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
  for (const each of pages) {
    await page.goto(`${url}/admin/${each}`.replace(/\/$/, ''))
    await page.locator('h1').first().waitFor()
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
  await page.locator('dialog button[type=submit]').click()
  await page.getByText(`urgent ${size}`).waitFor()
  await withMachines(page, { url, look }, size)
}

const payloads = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '"><script>alert(1)</script>',
  "';alert(1)//",
  '<a href="javascript:alert(1)">x</a>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<details open ontoggle=alert(1)>',
  '<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>',
  '{{constructor.constructor("alert(1)")()}}',
]

/** Writes tickets whose fields hold scripts, and shows each one to staff. */
async function withPayloads(page, url) {
  const call = async (path, body) => {
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }
    return (await fetch(`${url}/api${path}`, request)).json()
  }
  let shown = 0
  for (const [index, payload] of payloads.entries()) {
    const account = { email: `x${index}@stranger.example`, password: 'correct horse' }
    await call('/user/signup', { ...account, name: `x${payload}`.slice(0, 190) })
    const { data } = await call('/user/login', account)
    assert.ok(data, 'strangers sign in')
    const session = { csrf_userid: data.userId, csrf_token: data.token }
    const content = `${payloads.join(' ')} text`
    const { data: ticket } = await call('/ticket/create', { ...session, title: `t ${payload}`, content })
    assert.ok(ticket, 'a stranger writes a ticket')
    await page.goto(`${url}/staff/tickets/${ticket.ticketNumber}`)
    await page.locator('.message').first().waitFor()
    shown += payloads.length + 2
  }
  await page.goto(`${url}/staff?view=all`)
  await page.locator('.list li').first().waitFor()
  await page.goto(`${url}/staff/customers`)
  await page.locator('.list li').first().waitFor()
  say(`${shown} payloads were shown`)
}

checkSizes()
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
const server = await startServer()
try {
  const sizes = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } }
  const first = await openContext(browser, sizes.desk)
  await firstRun(first.page, server.url)
  assert.deepEqual(first.wrong, [], 'the first run')
  for (const [size, viewport] of Object.entries(sizes)) {
    const customer = await openContext(browser, viewport)
    await asCustomer(customer.page, server.url, size)
    assert.deepEqual(customer.wrong, [], `a customer on a ${size}`)
    await customer.context.close()
    const staff = await openContext(browser, viewport)
    await asStaff(staff.page, server.url, size)
    await asAdmin(staff.page, server.url, size)
    if (size === 'phone') await withPayloads(staff.page, server.url)
    assert.deepEqual(staff.wrong, [], `staff on a ${size}`)
    await staff.context.close()
  }
  const pictures = readdirSync(folder).filter((name) => name.endsWith('.png')).length
  say(`${checked} pages without violations, ${pictures} pictures in ${folder}`)
} finally {
  await browser.close()
  await server.stop()
}
