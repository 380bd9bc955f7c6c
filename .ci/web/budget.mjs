import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { deskOf, dropDesk } from '../../packages/bench/dist/desks/index.js'
import { openContext, signIn } from './browser.mjs'
import { startServer } from './server.mjs'

const admin = { email: 'ada@bench.example', password: 'correct horse' }

/** The most CPU time, in milliseconds, of the page and of the server until the list is shown. */
const budget = 1000

/** Returns the CPU time of a process in milliseconds, as Linux counts it in hundredths of a second. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** Waits until a process does nothing for half a second. */
async function idle(pid) {
  for (let before = -1, now = cpuOf(pid); now > before; now = cpuOf(pid)) {
    before = now
    await wait(500)
  }
}

/**
 * Opens the inbox of a helpdesk with 10,000 tickets as somebody does who was here before, in a browser that has nothing
 * in its caches. Returns how much CPU time it took, which does not depend on what else the machine does.
 */
export async function firstList(browser, viewport, folder) {
  const desks = join(folder, 'desks')
  const { address } = await deskOf(desks, 'sqlite', 'S')
  const server = await startServer(folder, address)
  try {
    const { url, pid } = server
    const before = await openContext(browser, viewport, url)
    await signIn(before.page, url, admin, true)
    await before.page.locator('.list li').first().waitFor()
    const storageState = await before.context.storageState()
    await before.context.close()

    const { context, page, wrong } = await openContext(browser, viewport, url, { storageState })
    // A page of the site, so that the browser has its process.
    await page.goto(`${url}/captcha.js`)
    const devtools = await context.newCDPSession(page)
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
    const measured = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics')
      const { TaskDuration, ScriptDuration } = Object.fromEntries(
        metrics.map((each) => [each.name, each.value]),
      )
      return { page: 1000 * TaskDuration, scripts: 1000 * ScriptDuration, server: cpuOf(pid) }
    }
    await idle(pid)
    const start = await measured()
    await page.goto(`${url}/staff?view=all`)
    await page.locator('.list li').nth(9).waitFor()
    const end = await measured()
    assert.deepEqual(wrong, [], 'the first list')
    await context.close()
    const spent = Object.entries(end).map(([name, value]) => [name, Math.round(value - start[name])])
    const words = spent.map(([name, value]) => `${value} ms of the ${name}`).join(', ')
    for (const [name, value] of spent) {
      assert.ok(value >= 0, `${name}: ${words}`)
      assert.ok(value < budget, `the first list of 10,000 tickets takes less than a second: ${words}`)
    }
    return `the first list of 10,000 tickets took ${words} in CPU time`
  } finally {
    await server.stop()
    await dropDesk(desks, 'sqlite', 'S')
  }
}
