import assert from 'node:assert/strict'
import { settled } from './browser.mjs'
import { noneIsLive } from './harmless.mjs'
import { payloads } from './payloads.mjs'

/** Fields that hold a word of the helpdesk's own, on which the pages depend. */
const isOwn = (key) => /^(?:type|language|level|state|disabledBecause|template|allowed)$/.test(key)

const isDate = (text) => /^\d{4}-\d\d-\d\dT/.test(text)

/**
 * Answers the calls of a page in place of the helpdesk, as one would that has cleaned and checked nothing: each text in
 * an answer, wherever it is shown, holds all payloads, and begins with another one.
 */
export async function answerWithPayloads(page) {
  let next = 0
  const hostile = () => {
    const first = next++ % payloads.length
    return [...payloads.slice(first), ...payloads.slice(0, first)].join(' ')
  }
  const spoilt = (value, key) => {
    if (isOwn(key)) return value
    if (typeof value === 'string') return isDate(value) ? value : hostile()
    // Ten are enough, and as many as most lists show.
    if (Array.isArray(value)) return value.slice(0, 10).map((each) => spoilt(each, key))
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, spoilt(each, name)]))
  }
  await page.route('**/api/**', async (route) => {
    const url = route.request().url()
    // The stream of events has no end. The names of templates lead to their texts.
    if (/\/(?:events|get-mail-template-list)$/.test(url)) return route.continue()
    // The server may close an idle connection in the moment in which it is used again.
    const response = await route.fetch({ maxRetries: 3 })
    if (!response.headers()['content-type']?.includes('json')) return route.fulfill({ response })
    const { data, ...frame } = await response.json()
    const answer = spoilt(data, '')
    // The days of the statistics are counted in it.
    if (page.url().endsWith('/staff/statistics') && answer?.['time-zone']) answer['time-zone'] = 'UTC'
    await route.fulfill({ status: response.status(), json: { ...frame, data: answer } })
  })
}

/** Opens pages whose every text is hostile. Returns how many there were. */
export async function seeHostileAnswers(page, url, paths) {
  for (const path of paths) {
    await page.goto(url + path)
    await page.locator('h1').first().waitFor()
    await settled(page)
    await noneIsLive(page, `${path} with hostile answers`)
    const text = await page.locator('#app').evaluate((app) => app.textContent)
    assert.ok(text.split('alert(1)').length > payloads.length, `${path} shows the payloads`)
  }
  return paths.length
}
