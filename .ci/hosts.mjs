// Installs the examples in `examples/hosts` with the packed packages, starts each one, and makes the same requests.
// `node .ci/hosts.mjs <folder> [example…]`. The packages must have been built.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { SMTPServer } from 'smtp-server'
import { packInto } from '../.build/pack.mjs'
import { chromiumPath } from './chromium.mjs'
import { walk } from './hosts/walk.mjs'
import { freePort, until } from './waiting.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = resolve(process.argv[2] ?? 'hosts')
const wanted = process.argv.slice(3)
const examples = join(folder, 'examples')
const environment = {
  ...process.env,
  ADMIN_PASSWORD: 'correct horse',
  BETTER_AUTH_SECRET: 'a secret of 32 letters, at least',
  NEXT_TELEMETRY_DISABLED: '1',
}

/** Copies the examples into one npm workspace, and installs them all at once. */
function install() {
  const source = join(root, 'examples/hosts')
  const names = readdirSync(source).filter((name) => existsSync(join(source, name, 'package.json')))
  const chosen = wanted.length > 0 ? names.filter((name) => wanted.includes(name)) : names
  for (const name of chosen) cpSync(join(source, name), join(examples, name), { recursive: true })
  const tarballs = packInto(join(folder, 'packages'))
  const dependencies = Object.fromEntries(
    tarballs.map((path) => {
      const manifest = execFileSync('tar', ['-xzOf', path, 'package/package.json'], { encoding: 'utf8' })
      return [JSON.parse(manifest).name, `file:${path}`]
    }),
  )
  const manifest = { name: 'hosts', private: true, workspaces: ['*'], dependencies }
  writeFileSync(join(examples, 'package.json'), JSON.stringify(manifest))
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: examples,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return chosen
}

/** Starts a program of an example. Its output is shown if the work fails. */
async function running(name, [command, ...args], more, work) {
  const port = await freePort()
  const program = spawn(command, args, {
    cwd: join(examples, name),
    env: {
      ...environment,
      ...more,
      PORT: String(port),
      PATH: `${join(examples, 'node_modules/.bin')}:${process.env.PATH}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [program.stdout, program.stderr])
    stream.on('data', (chunk) => {
      output += chunk
    })
  const exited = once(program, 'exit')
  try {
    return await work(`http://localhost:${port}`, () => program.exitCode !== null)
  } catch (error) {
    console.error(`${name}: ${command} ${args.join(' ')}\n${output}`)
    throw error
  } finally {
    program.kill()
    if ((await Promise.race([exited, wait(10_000)])) === undefined) program.kill('SIGKILL')
  }
}

async function answers(url, isOver) {
  for (let tries = 0; tries < 600 && !isOver(); tries++) {
    if (await fetch(url).catch(() => undefined)) return
    await wait(100)
  }
  throw new Error('the example did not start')
}

/** The cookie of the sign-in that the examples without an auth library have. */
const cookieOf = async (name) => `session=${name}`

const serves = (name, command, { more = {}, signIn = () => cookieOf, afterwards = () => {} } = {}) =>
  running(name, command, more, async (url, isOver) => {
    await answers(url, isOver)
    const cookies = signIn(url)
    await afterwards(await walk(url, cookies), url, cookies)
  })

const inExample = (name, command, args, more = {}) =>
  execFileSync(command, args, {
    cwd: join(examples, name),
    env: { ...environment, ...more },
    encoding: 'utf8',
  })

/** Signs people up at better-auth. Each name gets one account. */
function signUp(url) {
  const cookies = new Map()
  return async (name) => {
    if (!cookies.has(name)) {
      const response = await fetch(`${url}/api/auth/sign-up/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url },
        body: JSON.stringify({ name, email: `${name}@post.example`, password: 'battery staple' }),
      })
      assert.equal(response.status, 200, await response.clone().text())
      cookies.set(
        name,
        response.headers
          .getSetCookie()
          .map((cookie) => cookie.split(';')[0])
          .join('; '),
      )
    }
    return cookies.get(name)
  }
}

/** Deletes Jane at better-auth, and finds her account and ticket gone from the helpdesk. */
async function deletion({ call, ticketNumber }, url, signIn) {
  const login = { email: 'ada@shop.example', password: environment.ADMIN_PASSWORD, staff: true }
  const { data: admin } = await call('/user/login', {}, login)
  const asAdmin = { authorization: `Bearer ${admin.userId}.${admin.token}` }
  assert.equal((await call('/ticket/get', asAdmin, { ticketNumber })).status, 200)
  const deleted = await fetch(`${url}/api/auth/delete-user`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: await signIn('jane'), origin: url },
    body: JSON.stringify({ password: 'battery staple' }),
  })
  assert.equal(deleted.status, 200, await deleted.clone().text())
  assert.notEqual((await call('/ticket/get', asAdmin, { ticketNumber })).status, 200)
}

/** Receives the mails that the worker delivers. */
async function withMails(work) {
  const recipients = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      recipients.push(address)
      done()
    },
    onData(stream, _session, done) {
      stream.resume().on('end', done)
    },
    logger: false,
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  try {
    await work(`127.0.0.1:${server.server.address().port}`, recipients)
  } finally {
    await new Promise((closed) => server.close(closed))
  }
}

/** Makes the first member of the team from the command line. */
function createAdmin(name, more) {
  const person = ['--name', 'Ada', '--email', 'ada@shop.example']
  writeFileSync(join(examples, name, 'password.txt'), environment.ADMIN_PASSWORD)
  inExample(name, 'npx', ['opensupports', 'create-admin', ...person, '--password-file', 'password.txt'], more)
}

/** Walks through the tutorial: a sign-up, a ticket, and a reply of the team, which the open page shows. */
async function tutorial() {
  const more = { DATABASE_URL: 'helpdesk.db' }
  createAdmin('tutorial', more)
  if (!chromiumPath) return console.log('SKIPPED: without Chromium, nobody walks through the tutorial')
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
  try {
    await running('tutorial', ['node', 'server.js'], more, async (url, isOver) => {
      await answers(url, isOver)
      const page = await browser.newPage()
      await page.goto(url)
      await page.fill('#sign-up [name=name]', 'Jane')
      await page.fill('#sign-up [name=email]', 'jane@post.example')
      await page.fill('#sign-up [name=password]', 'battery staple')
      await page.click('#sign-up button')
      await page.fill('#ask [name=title]', 'My lamp')
      await page.fill('#ask [name=text]', 'It is dark.')
      await page.click('#ask button')
      await page.getByRole('heading', { name: 'My lamp' }).waitFor()

      // The web app on the same database is where the team answers.
      const serve = ['npx', 'opensupports', 'serve', '--files', 'helpdesk-files']
      await running('tutorial', serve, more, async (desk, isClosed) => {
        await answers(desk, isClosed)
        const team = await browser.newPage()
        await team.goto(`${desk}/sign-in?staff=1`)
        await team.fill('[name=email]', 'ada@shop.example')
        await team.fill('[name=password]', environment.ADMIN_PASSWORD)
        await team.click('form button[type=submit]')
        await team.getByText('My lamp').first().click()
        await team.locator('[contenteditable=true]').last().click()
        await team.keyboard.type('Try the switch.')
        await team.getByRole('button', { name: 'Send the answer' }).click()
        await page.getByText('Try the switch.').waitFor()
      })
    })
  } finally {
    await browser.close()
  }
}

const checks = {
  tutorial,
  'node-http': () => serves('node-http', ['node', 'server.js']),
  'express-better-auth': () =>
    serves('express-better-auth', ['node', 'server.js'], { signIn: signUp, afterwards: deletion }),
  fastify: () => serves('fastify', ['node', 'server.js']),
  koa: () => serves('koa', ['node', 'server.js']),
  async hono() {
    await serves('hono', ['node', 'node.js'])
    const bun = join(examples, 'node_modules/.bin/bun')
    if (!existsSync(bun)) return console.log('SKIPPED: cannot install Bun, so Hono ran on Node alone')
    await serves('hono', [bun, 'bun.js'])
  },
  async next() {
    inExample('next', 'npx', ['next', 'build'])
    assert.ok(!existsSync(join(examples, 'next/helpdesk.db')), 'the build opens no database')
    createAdmin('next', { DATABASE_URL: 'helpdesk.db' })
    await serves('next', ['node', join(examples, 'node_modules/next/dist/bin/next'), 'start'])
  },
  async nestjs() {
    inExample('nestjs', 'npx', ['tsc'])
    await serves('nestjs', ['node', 'dist/main.js'])
  },
  worker: () =>
    withMails((SMTP_HOST, recipients) =>
      serves('worker', ['node', 'web.js'], {
        async afterwards() {
          assert.deepEqual(recipients, [])
          await running('worker', ['node', 'worker.js'], { SMTP_HOST }, async (_url, isOver) => {
            await until('a mail, or the end of the worker', () => recipients.length > 0 || isOver())
            // The new ticket is announced to the staff of its department.
            assert.equal(recipients[0], 'ada@shop.example')
          })
        },
      }),
    ),
  script() {
    assert.match(
      inExample('script', 'node', ['open-ticket.js', 'Disk full', 'On the file server.']),
      /^\d{6}\n$/,
    )
    assert.throws(() => inExample('script', 'node', ['open-ticket.js']), /INVALID_TITLE/)
  },
  tests() {
    for (const runner of ['vitest', 'node', 'jest']) inExample('tests', 'npm', ['run', '--silent', runner])
  },
}

mkdirSync(examples, { recursive: true })
const start = performance.now()
const secondsSince = (from) => `${((performance.now() - from) / 1000).toFixed(1)} s`
const names = install()
console.log(`installed in ${secondsSince(start)}`)
for (const name of names) {
  const from = performance.now()
  assert.ok(checks[name], `no check knows the example ${name}`)
  await checks[name]()
  console.log(`${name}: ${secondsSince(from)}`)
}
console.log(`${names.length} hosts answer alike, in ${secondsSince(start)}`)
