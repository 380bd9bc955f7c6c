import assert from 'node:assert/strict'
import { answer, apiOf, fill, openContext, sessionOf, settled, signIn, submit } from './browser.mjs'

/** Walks through the app as members of levels 1 and 2: what they can do, and what they do not see. */
export async function ofLevels({ browser, url, look, viewport, size, admin, mails }) {
  const call = apiOf(url)
  const ada = await sessionOf(call, admin, true)
  await call('/system/edit-settings', { 'smtp-host': `127.0.0.1:${mails.port}` }, ada)
  const name = `Secret ${size}`
  await call('/system/add-department', { name }, ada)
  const { departments } = await call('/system/get-settings', { allSettings: true }, ada)
  const secret = departments.find((department) => department.name === name).id
  const own = departments[0].id
  const hidden = await call(
    '/ticket/create',
    { title: `Hidden ${size}`, content: 'x', departmentId: secret },
    ada,
  )
  const shown = await call('/ticket/create', { title: `Shown ${size}`, content: 'x', departmentId: own }, ada)
  for (const level of [1, 2]) {
    const member = {
      name: `Member ${level}`,
      email: `${size}-${level}@team.example`,
      password: 'correct horse',
    }
    const { email, password } = member
    await call('/staff/invite', { name: member.name, email, level, departments: [own] }, ada)
    const { context, page, wrong } = await openContext(browser, viewport, url)
    await page.goto(await mails.linkTo(email))
    await page.getByRole('heading', { name: 'Welcome' }).waitFor()
    await fill(page, { password, again: password })
    await submit(page)
    await page.getByRole('heading', { name: 'Your password is saved' }).waitFor()
    await page.getByRole('link', { name: 'Sign in' }).last().click()
    await page.waitForURL(/\/sign-in\?staff=1$/)
    await signIn(page, url, member, true)

    await page.goto(`${url}/staff?view=all`)
    await page.getByRole('link', { name: `Shown ${size}` }).waitFor()
    await isAbsent(page, `Hidden ${size}`)
    await look(page, `${size}-level-${level}-inbox`)
    assert.equal(await page.getByRole('link', { name: 'Administration' }).count(), 0)
    assert.equal(await page.locator('.ways').getByRole('link', { name: 'Articles' }).count(), level - 1)
    await page.goto(`${url}/staff/tickets/${hidden.ticketNumber}`)
    await page.getByRole('alert').waitFor()
    await isAbsent(page, `Hidden ${size}`)
    await page.goto(`${url}/staff/tickets/${shown.ticketNumber}`)
    await page.getByRole('button', { name: 'Take it' }).click()
    await answer(page, `From level ${level}.`)
    await call('/ticket/looking', { ticketNumber: shown.ticketNumber, writing: true }, ada)
    await page.getByText(`${admin.name} is writing an answer.`).waitFor()
    // A member who left a moment ago may be there, too.
    const lookers = await call('/ticket/looking', { ticketNumber: shown.ticketNumber }, ada)
    assert.ok(lookers.some(({ name }) => name === member.name))
    await look(page, `${size}-level-${level}-ticket`)
    await call('/staff/un-assign-ticket', { ticketNumber: shown.ticketNumber }, ada)

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
    assert.deepEqual(wrong, [], `a member of level ${level} on a ${size}`)
    await context.close()
  }
  await call('/system/edit-settings', { 'smtp-host': '' }, ada)
}

async function isAbsent(page, text) {
  await settled(page)
  assert.equal(await page.getByText(text).count(), 0, `${text} is not shown`)
}
