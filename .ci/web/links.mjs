import assert from 'node:assert/strict'
import { apiOf, fill, openContext, sessionOf, signIn, submit } from './browser.mjs'

const password = 'battery staple'

/** Opens the link of each kind of mail, and the addresses of 4.11's client. Returns how many were followed. */
export async function followLinks({ browser, url, look, viewport, mails, admin }) {
  const call = apiOf(url)
  const ada = await sessionOf(call, admin, true)
  await call('/system/edit-settings', { 'smtp-host': `127.0.0.1:${mails.port}` }, ada)
  const { context, page, wrong } = await openContext(browser, viewport, url)
  let followed = 0
  const open = async (link) => {
    assert.ok(link.startsWith(`${url}/`), `${link} leads to this site`)
    await page.goto(link)
    followed++
  }

  // A sign-up.
  const jane = { name: 'Jane', email: 'jane+links@customer.example', password }
  await page.goto(`${url}/sign-up`)
  await fill(page, jane)
  await submit(page)
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor()
  await open(await mails.linkTo(jane.email))
  await page.getByText(`Is ${jane.email} your address?`).waitFor()
  await look(page, 'link-verify')
  await submit(page)
  await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor()

  // A forgotten password.
  await page.goto(`${url}/recover-password`)
  await fill(page, { email: jane.email })
  await submit(page)
  await page.getByRole('heading', { name: 'A mail is on its way' }).waitFor()
  await open(await mails.linkTo(jane.email))
  await page.getByRole('heading', { name: 'Choose a new password' }).waitFor()
  await look(page, 'link-recover')
  await choosePassword(page, 'a new one of hers')
  jane.password = 'a new one of hers'

  // An invited customer.
  const ina = { name: 'Ina', email: 'ina@customer.example', password }
  await call('/user/invite', { name: ina.name, email: ina.email }, ada)
  await open(await mails.linkTo(ina.email))
  await page.getByRole('heading', { name: 'Welcome' }).waitFor()
  await look(page, 'link-invited')
  await choosePassword(page, password)
  await signIn(page, url, ina, false)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('link', { name: 'Sign in' }).first().waitFor()

  // A guest's ticket, with the proof of the address in the link, and the team's answer to it.
  await call('/system/disable-mandatory-login', { password: admin.password }, ada)
  const gus = { name: 'Gus', email: "o'gus+1@guest.example" }
  const parcel = { title: 'Where is it?', content: 'It <b>never</b> came.' }
  const { ticketNumber } = await call('/ticket/create', { ...parcel, ...gus })
  await open(await mails.linkTo(gus.email))
  await look(page, 'link-guest')
  await submit(page)
  await page.getByRole('heading', { name: parcel.title }).waitFor()
  await page.locator('.message b', { hasText: 'never' }).waitFor()
  await look(page, 'link-guest-ticket')
  await call('/ticket/comment', { ticketNumber, content: 'It is on its way.' }, ada)
  // The ticket is open in this tab already.
  await open(await mails.linkTo(gus.email))
  await page.getByText('It is on its way.').waitFor()
  await call('/ticket/close', { ticketNumber }, ada)
  await open(await mails.linkTo(gus.email))
  await page.getByText('closed the ticket').waitFor()
  await call('/system/enable-mandatory-login', { password: admin.password }, ada)

  // Where the login is mandatory, a ticket and the articles are behind it.
  for (const [path, there] of [
    [`check-ticket/${ticketNumber}/${encodeURIComponent(gus.email)}`, `/tickets/${ticketNumber}`],
    ['articles', '/articles'],
    ['new-ticket', '/new-ticket'],
  ]) {
    await open(`${url}/${path}`)
    await page.waitForURL(`${url}/sign-in?next=${encodeURIComponent(there)}`)
  }

  // Addresses of 4.11's client, as a customer and as a member of the team.
  await signIn(page, url, jane, false)
  const session = await sessionOf(call, jane)
  const own = await call('/ticket/create', { title: 'Own', content: 'Mine.' }, session)
  const number = own.ticketNumber
  followed += await followOld(page, url, [
    ['/dashboard', '/tickets'],
    [`/dashboard/ticket/${number}`, `/tickets/${number}`],
    [`/check-ticket/${number}/${encodeURIComponent(jane.email)}`, `/tickets/${number}`],
    ['/dashboard/create-ticket', '/new-ticket'],
    ['/dashboard/edit-profile', '/profile'],
    ['/dashboard/articles', '/articles'],
  ])
  await page.goto(`${url}/sign-in?staff=1`)
  await signIn(page, url, admin, true)
  followed += await followOld(page, url, [
    ['/admin/panel', '/staff'],
    [`/admin/panel/tickets/view-ticket/${number}`, `/staff/tickets/${number}`],
    [`/check-ticket/${number}/${encodeURIComponent(jane.email)}`, `/staff/tickets/${number}`],
    ['/admin/panel/staff/staff-members', '/staff'],
  ])
  await call('/system/edit-settings', { 'smtp-host': '' }, ada)
  assert.deepEqual(wrong, [], 'links of mails')
  await context.close()
  return followed
}

async function choosePassword(page, password) {
  await fill(page, { password, again: password })
  await submit(page)
  await page.getByRole('heading', { name: 'Your password is saved' }).waitFor()
}

async function followOld(page, url, addresses) {
  for (const [old, present] of addresses) {
    await page.goto(url + old)
    await page.waitForURL(url + present)
    await page.locator('h1').first().waitFor()
  }
  return addresses.length
}
