import assert from 'node:assert/strict'
import { answer, apiOf, fill, openContext, sessionOf, settled, signIn, submit } from './browser.mjs'

/** Walks through the app as members of levels 1 and 2: what they can do, and what they do not see. */
export async function ofLevels(desk) {
  const { url, admin, mails } = desk
  const call = apiOf(url)
  const ada = await sessionOf(call, admin, true)
  await call('/system/edit-settings', { 'smtp-host': `127.0.0.1:${mails.port}` }, ada)
  const name = 'Secret'
  await call('/system/add-department', { name }, ada)
  const { departments } = await call('/system/get-settings', { allSettings: true }, ada)
  const secret = departments.find((department) => department.name === name).id
  const hidden = await call(
    '/ticket/create',
    { title: 'Not for them', content: 'x', departmentId: secret },
    ada,
  )
  // Both at once, since they wait for their mails most of the time.
  await Promise.all(
    [1, 2].map((level) => ofLevel(desk, { level, call, ada, own: departments[0].id, hidden })),
  )
  await call('/system/edit-settings', { 'smtp-host': '' }, ada)
}

async function ofLevel({ browser, url, look, viewport, admin, mails }, { level, call, ada, own, hidden }) {
  const title = `Shown to level ${level}`
  const { ticketNumber } = await call('/ticket/create', { title, content: 'x', departmentId: own }, ada)
  const email = `level-${level}@team.example`
  const password = 'correct horse'
  const name = `Member ${level}`
  await call('/staff/invite', { name, email, level, departments: [own] }, ada)
  const { context, page, wrong } = await openContext(browser, viewport, url)
  await page.goto(await mails.linkTo(email))
  await page.getByRole('heading', { name: 'Welcome' }).waitFor()
  await fill(page, { password, again: password })
  await submit(page)
  await page.getByRole('heading', { name: 'Your password is saved' }).waitFor()
  await page.getByRole('link', { name: 'Sign in' }).last().click()
  await page.waitForURL(/\/sign-in\?staff=1$/)
  await signIn(page, url, { email, password }, true)

  await page.goto(`${url}/staff?view=all`)
  await page.getByRole('link', { name: title }).waitFor()
  await isAbsent(page, 'Not for them')
  await look(page, `level-${level}-inbox`)
  assert.equal(await page.getByRole('link', { name: 'Administration' }).count(), 0)
  assert.equal(await page.locator('.ways').getByRole('link', { name: 'Articles' }).count(), level - 1)
  await page.goto(`${url}/staff/tickets/${hidden.ticketNumber}`)
  await page.getByRole('alert').waitFor()
  await isAbsent(page, 'Not for them')

  // The page asks every ten seconds who else is there, at first when it opens. What it asks for lasts thirty seconds, less
  // than opening it takes on a machine that is busy enough.
  const isWriting = () => call('/ticket/looking', { ticketNumber, writing: true }, ada)
  await isWriting()
  await page.goto(`${url}/staff/tickets/${ticketNumber}`)
  await page.locator('h1', { hasText: title }).waitFor()
  await isWriting()
  await page.getByText(`${admin.name} is writing an answer.`).waitFor()
  const lookers = await isWriting()
  assert.deepEqual(
    lookers.map((each) => each.name),
    [name],
  )
  await look(page, `level-${level}-ticket`)
  await page.getByRole('button', { name: 'Take it' }).click()
  await answer(page, `From level ${level}.`)

  await page.goto(`${url}/staff/responses`)
  await page.locator('h1').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Add', exact: true }).count(), level - 1)
  await page.goto(`${url}/staff/articles`)
  const heading = level === 1 ? 'Page not found' : 'Articles'
  await page.getByRole('heading', { name: heading, exact: true }).waitFor()
  await page.goto(`${url}/admin`)
  await page.waitForURL(/\/staff$/)
  for (const each of ['departments', 'staff', 'mail-texts', 'api-keys', 'log']) {
    await page.goto(`${url}/admin/${each}`)
    await page.getByRole('heading', { name: 'Page not found' }).waitFor()
  }
  assert.deepEqual(wrong, [], `a member of level ${level}`)
  await context.close()
}

async function isAbsent(page, text) {
  await settled(page)
  assert.equal(await page.getByText(text).count(), 0, `${text} is not shown`)
}
