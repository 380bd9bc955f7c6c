// Tests the first day of a helpdesk: `opensupports create-admin` and `serve` behind a real nginx below /support/, mails
// received by a real SMTP server, and their links opened in the web app in a real Chromium. Runs once with a proxy that
// removes /support from paths, and once with one that passes it on. Exits with 77 if nginx or Chromium is missing.
import assert from 'node:assert/strict'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'
import { chromiumPath } from './chromium.mjs'
import { freePort, until } from './waiting.mjs'
import { catchMails } from './web/mails.mjs'

const root = resolve(import.meta.dirname, '..')
const cli = join(root, 'packages/cli/dist/main.js')
const nginx = ['nginx', '/usr/sbin/nginx'].find((path) => spawnSync(path, ['-v']).status === 0)
if (!nginx || !chromiumPath) process.exit(77)
const say = (line) => console.log(`  ${line}`)

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

async function startNginx(folder, port, to) {
  mkdirSync(folder)
  const config = join(folder, 'nginx.conf')
  writeFileSync(
    config,
    // By default, nginx's workers run as another user, who has no access to the folder.
    `${process.getuid?.() === 0 ? 'user root; ' : ''}daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
events {}
http {
  access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${port};
    client_max_body_size 110m;
    location /support/ {
      proxy_pass ${to};
      proxy_set_header Host $host:$server_port;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
    }
  }
}
`,
  )
  return spawn(nginx, ['-c', config, '-e', `${folder}/error.log`], { stdio: ['ignore', 'ignore', 'inherit'] })
}

const stop = async (child) => {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

/** Opens a page in a browser, and records requests to other sites and console errors. */
async function openBrowser(site) {
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  const page = await browser.newPage()
  const complaints = []
  // Chromium requests the icon by itself.
  const isIcon = (url) => url.endsWith('/favicon.ico')
  page.on('console', (message) => {
    if (message.type() === 'error' && !isIcon(message.location().url)) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(site) && !/^(?:data|blob):/.test(url) && !isIcon(url))
      complaints.push(`requested ${url}`)
  })
  let pictures = 0
  const look = async () => {
    const { SCREENSHOTS: folder } = process.env
    if (folder) await page.screenshot({ path: join(folder, `page-${++pictures}.png`), fullPage: true })
    const unlabelled = await page
      .locator('input:not([type=hidden]):not([type=checkbox]):not([hidden]), textarea, select')
      .evaluateAll((fields) => fields.filter((field) => field.labels.length === 0).length)
    assert.equal(unlabelled, 0, 'every field has a label')
    assert.equal(await page.locator('h1').count(), 1)
  }
  return { browser, page, look, complaints }
}

async function walk(folder, cuts) {
  say(`-- a proxy that ${cuts ? 'cuts /support off' : 'hands /support on'}`)
  mkdirSync(folder, { recursive: true })
  const [port, proxyPort] = [await freePort(), await freePort()]
  const site = `http://127.0.0.1:${proxyPort}/support`
  const api = `${site}/api`
  const mails = await catchMails()
  const env = {
    ...process.env,
    DATA_DIR: join(folder, 'data'),
    PORT: String(port),
    PUBLIC_URL: site,
    TRUST_PROXY: '1',
    PRIVATE_MAIL_SERVERS: '1',
    CORS_ORIGINS: 'https://app.example.com',
    LOG_LEVEL: 'warn',
  }
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, 'correct horse\n', { mode: 0o600 })
  const who = ['--name', 'Ada', '--email', 'ada@example.com', '--password-file', passwordFile]
  say(execFileSync(process.execPath, [cli, 'create-admin', ...who], { env, encoding: 'utf8' }).trim())
  const running = [
    spawn(process.execPath, [cli, 'serve'], { env, stdio: ['ignore', 'ignore', 'inherit'] }),
    await startNginx(join(folder, 'nginx'), proxyPort, `http://127.0.0.1:${port}${cuts ? '/' : ''}`),
  ]
  const chrome = await openBrowser(site)

  async function post(path, fields, session) {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    if (session) {
      form.append('csrf_userid', session.userId)
      form.append('csrf_token', session.token)
    }
    const response = await fetch(api + path, { method: 'POST', body: form })
    const { status, message, data } = await response.json()
    assert.equal(status, 'success', `${path}: ${message}`)
    return { ...data, cookie: response.headers.get('set-cookie') }
  }

  /** Opens a page, fills in its form, submits it, and waits for the heading that says so. */
  async function press(url, fields, heading) {
    const { page, look } = chrome
    await page.goto(url)
    await page.locator('form').waitFor()
    await look()
    for (const [name, value] of Object.entries(fields)) await page.locator(`[name=${name}]`).fill(value)
    await page.locator('form button[type=submit]').click()
    await page.getByRole('heading', { name: heading }).waitFor()
    await look()
  }

  try {
    await until('the server', () =>
      fetch(`${site}/health`).then(
        ({ ok }) => ok,
        () => false,
      ),
    )
    const admin = { email: 'ada@example.com', password: 'correct horse', staff: 1 }
    const ada = await post('/user/login', admin)
    await post('/system/edit-settings', { 'smtp-host': `127.0.0.1:${mails.port}` }, ada)

    const jane = { name: 'Jane', email: 'jane+1@example.com', password: 'battery staple' }
    await post('/user/signup', jane)
    const confirm = await mails.linkTo(jane.email)
    assert.ok(confirm.startsWith(`${site}/verify-token/`), confirm)
    await press(confirm, {}, 'Your address is confirmed')
    say(
      `signed up; ${new URL(confirm).pathname.replace(/[0-9a-f]{20,}/, '<token>')}: "Your address is confirmed"`,
    )

    const author = await post('/user/login', jane)
    assert.match(author.cookie, /; Path=\/support\/api\/system\/download;/)
    say(`logged in; set-cookie: ${author.cookie.replace(/=\d+\.[0-9a-f]+/, '=…')}`)
    await post(
      '/ticket/create',
      {
        title: 'My printer',
        content: 'It smokes: <img src="IMAGE_PATH_0">',
        images: 1,
        image_0: new File([png], 'front.png'),
        file: new File(['12:00 smoke'], 'printer.log'),
      },
      author,
    )
    const { tickets } = await post('/staff/get-new-tickets', { page: 1 }, ada)
    const ticket = await post('/ticket/get', { ticketNumber: tickets[0].ticketNumber }, author)
    const [, picture] = /src="([^"]+)"/.exec(ticket.content)
    assert.ok(picture.startsWith(`${api}/system/download?file=`), picture)
    const byCookie = await fetch(picture, { headers: { cookie: author.cookie } })
    assert.deepEqual(Buffer.from(await byCookie.arrayBuffer()), png)
    const file = `${api}/system/download?file=${ticket.file}`
    const bearer = { authorization: `Bearer ${author.userId}.${author.token}` }
    assert.equal(await (await fetch(file, { headers: bearer })).text(), '12:00 smoke')
    assert.equal((await fetch(file)).status, 403)
    say(`ticket ${ticket.ticketNumber} with picture and file; downloads: cookie 200, Bearer 200, nobody 403`)

    const preflight = await fetch(`${api}/ticket/create`, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example.com', 'access-control-request-method': 'POST' },
    })
    assert.equal(preflight.headers.get('access-control-allow-origin'), 'https://app.example.com')
    say(`preflight: ${preflight.status}, for ${preflight.headers.get('access-control-allow-origin')}`)

    await post('/user/send-recover-password', { email: jane.email })
    const recover = await mails.linkTo(jane.email)
    const chosen = 'a new one of hers'
    await press(recover, { password: chosen, again: chosen }, 'Your password is saved')
    const again = await post('/user/login', { ...jane, password: chosen })
    say(
      `recovered: ${new URL(recover).pathname}: "Your password is saved"; logged in as ${again.userId} with it`,
    )

    await post('/staff/assign-ticket', { ticketNumber: ticket.ticketNumber }, ada)
    await post('/ticket/comment', { ticketNumber: ticket.ticketNumber, content: 'Pull the plug.' }, ada)
    await seeTicket(chrome, `${site}/check-ticket/${ticket.ticketNumber}`, jane.email, chosen)
    assert.deepEqual(chrome.complaints, [])
  } finally {
    await chrome.browser.close()
    for (const child of running) await stop(child)
    await mails.close()
  }
}

async function seeTicket({ page, look }, address, email, password) {
  // The login is mandatory, so the ticket is behind it.
  await page.goto(`${address}/${encodeURIComponent(email)}`)
  await page.waitForURL(/\/support\/sign-in\?/)
  await page.locator('form').waitFor()
  await look()
  await page.locator('[name=email]').fill(email)
  await page.locator('[name=password]').fill(password)
  await page.locator('form button[type=submit]').click()
  await page.getByText('Pull the plug.').waitFor()
  await look()
  const picture = page.locator('article img')
  await picture.waitFor()
  const isShown = await picture.evaluate((image) => image.decode().then(() => image.naturalWidth > 0))
  assert.ok(isShown, 'the picture is shown')
  await page.getByRole('textbox', { name: 'Your answer' }).click()
  await page.keyboard.type('Done. It <still> smokes.')
  await page
    .locator('.drop input[type=file]')
    .setInputFiles({ name: 'more.txt', mimeType: 'text/plain', buffer: Buffer.from('more smoke') })
  await page.getByRole('button', { name: 'Send the answer' }).click()
  await page.locator('.message', { hasText: 'It <still> smokes.' }).waitFor()
  await look()
  const link = page.locator('.message').getByRole('button', { name: /more\.txt/ })
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  assert.equal(await download.failure(), null)
  say('ticket page: signed in, picture shown, answered with a file, downloaded it')
}

const folder = resolve(process.argv[2] ?? 'behind-nginx')
await walk(join(folder, 'cuts'), true)
await walk(join(folder, 'hands-on'), false)
console.log('the first day succeeded behind nginx, in Chromium')
