import assert from 'node:assert/strict'
import { answerWithPayloads, seeHostileAnswers } from './answers.mjs'
import { adminPages, apiOf, openContext, sessionOf, settled, signIn } from './browser.mjs'
import { noneIsLive } from './harmless.mjs'
import { machinesWith } from './hostile-machines.mjs'
import { payloads } from './payloads.mjs'

const password = 'correct horse'

/** Returns parts of a list, each of at most this many entries. */
const partsOf = (list, size) =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  )

/** Waits for all, a few at once. */
async function forEach(list, work) {
  for (const part of partsOf([...list.entries()], 8))
    await Promise.all(part.map(([index, each]) => work(each, index)))
}

/**
 * Writes each payload into every field that the app shows, and opens every page that shows one, as a customer and as an
 * admin. Then answers in place of the helpdesk, as one would that has cleaned nothing, so that fields whose values are
 * checked, such as time zones, hold payloads too. Nothing may run, and no element or attribute that could may be in a
 * page. Returns how many were shown.
 */
export async function showPayloads({ browser, url, viewport, admin }) {
  const call = apiOf(url)
  const ada = await sessionOf(call, admin, true)
  const texts = await written(call, ada)
  const { context, page, wrong } = await openContext(browser, viewport, url)
  let shown = 0
  const see = async (path, ready) => {
    await page.goto(url + path)
    await page.locator(ready).first().waitFor()
    await settled(page)
    await noneIsLive(page, path)
    const text = await page.locator('body').evaluate((body) => body.textContent)
    shown += text.split('alert(1)').length - 1
  }
  await signIn(page, url, texts.stranger, false)
  await see('/tickets', '.list li')
  await see(`/tickets/${texts.commented}`, '.message')
  await see('/new-ticket', 'form')
  await see('/articles', '.topic')
  for (const id of texts.articles) await see(`/articles/${id}`, 'article')
  await see('/profile', 'form')
  await answerWithPayloads(page)
  const ofCustomers = ['/tickets', `/tickets/${texts.commented}`, '/new-ticket', '/articles', '/profile']
  shown += await seeHostileAnswers(page, url, [...ofCustomers, `/articles/${texts.articles[0]}`])
  await page.unrouteAll({ behavior: 'wait' })
  await page.getByRole('button', { name: 'Sign out' }).click()
  await settled(page)
  await see('/sign-up', 'form')

  await signIn(page, url, admin, true)
  for (let number = 1; number <= 10; number++) await see(`/staff?view=all&page=${number}`, '.list li')
  await see('/staff?view=all&q=alert', '.list li, .card')
  for (const ticket of texts.tickets) await see(`/staff/tickets/${ticket}`, '.message')
  await see(`/staff/tickets/${texts.commented}`, '.message')
  await page.locator('.message button[aria-label="Change the message"]').first().click()
  await page.locator('dialog [role=textbox]').waitFor()
  await noneIsLive(page, 'the editor of a message')
  await page.keyboard.press('Escape')
  await page.locator('[name=response]').selectOption({ index: 1 })
  await noneIsLive(page, 'a response in the editor')
  for (let number = 1; number <= 10; number++) await see(`/staff/customers?page=${number}`, '.list li')
  await see(`/staff/customers/${texts.userId}`, '.card')
  for (const path of ['responses', 'articles', 'statistics', 'activity']) await see(`/staff/${path}`, 'h1')
  for (const path of adminPages) await see(`/admin/${path}`.replace(/\/$/, ''), 'h1')
  for (let part = 0; part < 2; part++) {
    await machinesWith(call, ada, part)
    for (const path of ['access-tokens', 'webhooks']) await see(`/admin/${path}`, '.list li')
    await page
      .getByRole('button', { name: /^Deliveries: / })
      .first()
      .click()
    await page.locator('section.apart .list li').first().waitFor()
    await noneIsLive(page, 'the deliveries of a webhook')
  }

  await page.route('**/api/ticket/get', async (route) => {
    const answer = await (await route.fetch({ maxRetries: 3 })).json()
    for (const [index, event] of answer.data.events.entries())
      event.content = payloads[index] ?? event.content
    answer.data.content = payloads.join('\n')
    await route.fulfill({ json: answer })
  })
  await see(`/staff/tickets/${texts.commented}`, '.message')
  await page.unrouteAll({ behavior: 'wait' })
  await answerWithPayloads(page)
  const ofTeam = ['customers', `customers/${texts.userId}`, 'responses', 'articles', 'statistics', 'activity']
  shown += await seeHostileAnswers(page, url, [
    '/staff?view=all',
    `/staff/tickets/${texts.commented}`,
    ...ofTeam.map((path) => `/staff/${path}`),
    '/staff/profile',
    ...adminPages.map((path) => `/admin/${path}`.replace(/\/$/, '')),
  ])
  await page.unrouteAll({ behavior: 'wait' })
  assert.ok(shown > 100 * 10, `${shown} payloads were shown`)
  assert.deepEqual(wrong, [], 'no payload ran, and none was stopped by the policy alone')
  await context.close()
  return shown
}

/** The payloads as names, which hold no control characters and differ by more than case. */
const names = payloads.map((payload, index) => `${payload.replace(/[\u0000-\u001f]/g, '_')} ${index}`)

/** Fills a helpdesk with the payloads. */
async function written(call, ada) {
  const stranger = { email: 'stranger@stranger.example', password }
  await forEach(names, (payload, index) =>
    call(
      '/system/add-custom-field',
      {
        name: `${index} ${payload}`.slice(0, 100),
        description: payload.slice(0, 100),
        ...(index % 2 ? { type: 'text' } : { type: 'select', options: [payload, `${payload} too`] }),
      },
      ada,
    ),
  )
  const fields = await call('/system/get-custom-fields', {})
  const customfields = Object.fromEntries(
    fields.map((field, index) => [field.name, field.options[0]?.name ?? names[index]]),
  )
  await call('/user/signup', { ...stranger, name: names[20], customfields })
  const { userId, token } = await sessionOf(call, stranger)
  const session = { userId, token }
  await forEach(names, (payload, index) =>
    call('/user/invite', { name: `x ${payload}`.slice(0, 190), email: `x${index}@stranger.example` }, ada),
  )
  await forEach(names, (name) => call('/system/add-department', { name }, ada))
  await forEach(names, (name) => call('/ticket/create-tag', { name, color: '#aa0000' }, ada))
  await forEach(payloads, (payload, index) =>
    call(
      '/ticket/add-custom-response',
      { name: names[index], content: `text ${payload} text`, language: index % 2 ? 'en' : 'de' },
      ada,
    ),
  )
  await forEach(names.slice(0, 20), (payload, index) =>
    call('/staff/invite', { name: payload, email: `x${index}@team.example`, level: 1, departments: [] }, ada),
  )
  await forEach(names, (name) => call('/article/add-topic', { name }, ada))
  const topics = await call('/article/get-all', {}, ada)
  await forEach(names, (title, index) =>
    call('/article/add', { title, content: `text ${title} text`, topicId: topics[index].id }, ada),
  )
  for (const part of partsOf(payloads, 34))
    await call(
      '/article/add',
      { title: 'All', content: `text ${part.join(' ')} text`, topicId: topics[0].id },
      ada,
    )
  const all = (await call('/article/get-all', {}, ada)).flatMap(({ articles }) => articles)
  const numbers = []
  await forEach(payloads, async (payload, index) => {
    const ticket = await call(
      '/ticket/create',
      { title: names[index], content: `text ${payload} text` },
      session,
    )
    numbers.push(ticket.ticketNumber)
  })
  const [commented] = numbers
  for (const payload of payloads)
    await call('/ticket/comment', { ticketNumber: commented, content: `text ${payload} text` }, ada)
  // One's own newest comment can be changed, in the editor.
  await call(
    '/ticket/comment',
    { ticketNumber: commented, content: `text ${payloads.slice(0, 60).join(' ')} text` },
    ada,
  )
  for (const [index, { id }] of (await call('/ticket/get-tags', {}, ada)).slice(0, 20).entries())
    await call('/ticket/add-tag', { ticketNumber: numbers[index], tagId: id }, ada)
  await call('/system/edit-settings', { title: names[0] }, ada)
  const template = { template: 'USER_INVITE', language: 'en' }
  const [text1, text2, text3] = partsOf(payloads.slice(0, 60), 20).map((part) => part.join(' '))
  await call(
    '/system/edit-mail-template',
    {
      ...template,
      subject: names[1],
      text1,
      text2: `${text2} {{name}}`,
      text3: `${text3} {{url}} {{to}} {{token}}`,
    },
    ada,
  )
  return {
    stranger,
    userId,
    commented,
    tickets: numbers.slice(1, 4),
    articles: all.filter(({ title }) => title === 'All').map(({ id }) => id),
  }
}
