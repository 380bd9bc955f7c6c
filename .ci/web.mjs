// Walks through the web app in a real Chromium, on a phone and on a desk, on SQLite and, with TEST_POSTGRES_URL, on
// PostgreSQL: first run, customer, staff of each level, admin, links of mails, live updates. On SQLite, each page is checked
// with axe, in light, dark and from right to left; with SCREENSHOTS, pictures of each are left in the folder. Then the
// keyboard alone, and hostile texts. No page may write an error to the console, ask another site for anything, or run a
// script that a stranger wrote. Checks the sizes of the scripts, and the CPU time until the first list of a helpdesk with
// 10,000 tickets.
//
// Each walk has a helpdesk of its own. Several walk at once, since they wait for mails and pages more than they compute.
// Exits with 77 if there is no Chromium.
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { chromium } from 'playwright-core'
import { chromiumPath } from './chromium.mjs'
import { lookInto, openContext } from './web/browser.mjs'
import { firstList } from './web/budget.mjs'
import { onPostgres } from './web/databases.mjs'
import { showPayloads } from './web/hostile.mjs'
import { admin, asAdmin, asCustomer, asStaff, firstRun, install, person } from './web/journeys.mjs'
import { byKeyboard, earlierMessages, pagesByKeyboard, typeEarly } from './web/keyboard.mjs'
import { inLanes, stopwatch } from './web/lanes.mjs'
import { ofLevels } from './web/levels.mjs'
import { followLinks } from './web/links.mjs'
import { liveUpdates } from './web/live.mjs'
import { catchMails } from './web/mails.mjs'
import { originalMail } from './web/original-mail.mjs'
import { startServer } from './web/server.mjs'
import { checkSizes } from './web/sizes.mjs'

if (!chromiumPath) process.exit(77)
const folder = resolve(process.argv[2] ?? 'web')
mkdirSync(folder, { recursive: true })
const say = (line) => console.log(`  ${line}`)
const { look, checked } = lookInto(folder)
const sizes = { desk: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } }
const postgresUrl = process.env.TEST_POSTGRES_URL

say(checkSizes())
const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })

/** Opens a browser for some journeys, whose pages may do nothing wrong. */
async function visit({ url, viewport }, who, work) {
  const { context, page, wrong } = await openContext(browser, viewport, url)
  await work(page)
  assert.deepEqual(wrong, [], who)
  await context.close()
}

/** Walks all journeys at a size. Another database than SQLite is walked without the checks of pages alone. */
async function walk(size, databaseUrl) {
  const server = await startServer(folder, databaseUrl)
  const mails = await catchMails()
  const { url } = server
  const { part, words } = stopwatch()
  const isWhole = databaseUrl === undefined
  const lookHere = isWhole ? (page, name) => look(page, `${size}-${name}`) : async () => {}
  const desk = {
    browser,
    url,
    viewport: sizes[size],
    look: lookHere,
    mails,
    admin,
    customer: person,
    isWhole,
  }
  try {
    await part('first run', () => visit(desk, 'the first run', (page) => firstRun(page, desk)))
    await part('customer', () => visit(desk, 'a customer', (page) => asCustomer(page, desk)))
    await visit(desk, 'staff', async (page) => {
      await part('staff', () => asStaff(page, desk))
      await part('admin', () => asAdmin(page, desk))
    })
    await part('levels', () => ofLevels(desk))
    const followed = await part('links', () => followLinks(desk))
    await part('live updates', () => liveUpdates(desk))
    await part('original mail', () => originalMail({ ...desk, databaseUrl: server.databaseUrl }))
    if (isWhole && size === 'desk') {
      await part('keyboard', async () => {
        await byKeyboard(desk)
        await earlierMessages(desk)
        await pagesByKeyboard(desk)
        await typeEarly(desk)
      })
    }
    const place = `${isWhole ? 'SQLite' : 'PostgreSQL'}, ${size}`
    say(`${place}: ${words()}; ${followed} links of mails and of old clients led to their pages`)
  } finally {
    await server.stop()
    await mails.close()
  }
}

/** Shows hostile texts, on a helpdesk with nothing else. */
async function hostileTexts() {
  const server = await startServer(folder)
  const { part, words } = stopwatch()
  const { url } = server
  try {
    await install(url)
    const shown = await part('pages', () => showPayloads({ browser, url, viewport: sizes.desk, admin }))
    say(`hostile texts: ${words()}; ${shown} times a payload was shown, and none ran`)
  } finally {
    await server.stop()
  }
}

const onServers = Object.keys(sizes).map(
  (size) => () => onPostgres(postgresUrl, `web_${size}`, (databaseUrl) => walk(size, databaseUrl)),
)
try {
  await inLanes(
    3,
    [
      () => walk('desk'),
      () => walk('phone'),
      hostileTexts,
      ...(postgresUrl ? onServers : []),
      async () => say(await firstList(browser, sizes.desk, folder)),
    ],
    () => browser.close(),
  )
  const pictures = readdirSync(folder).filter((name) => name.endsWith('.png')).length
  say(`${checked()} pages without violations, ${pictures} pictures in ${folder}`)
} finally {
  await browser.close()
}
