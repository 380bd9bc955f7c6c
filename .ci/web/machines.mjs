// What admins do for programs: make and revoke an access token; make, change and delete a webhook, and send again what it
// was to get.
import assert from 'node:assert/strict'

/** Walks through the pages of access tokens and webhooks as an admin who is signed in. */
export async function withMachines(page, desk) {
  await withToken(page, desk)
  await withWebhook(page, desk)
}

async function withToken(page, { url, look }) {
  const name = 'Shop'
  await page.goto(`${url}/admin/access-tokens`)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.locator('dialog [name=name]').fill(name)
  await look(page, 'admin-token-dialog')
  await page.locator('dialog button[type=submit]').click()
  assert.match(await page.locator('code.secret').innerText(), /^ost_/, 'a new token is shown')
  await look(page, 'admin-token')
  await page.getByRole('button', { name: `Revoke: ${name}` }).click()
  await page.locator('dialog button[type=submit]').click()
  await page.getByText('Revoked').first().waitFor()
}

async function withWebhook(page, { url, look }) {
  const description = 'Shop'
  const press = (action) => page.getByRole('button', { name: `${action}: ${description}` }).click()
  await page.goto(`${url}/admin/webhooks`)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.locator('dialog [name=url]').fill('https://hooks.invalid/desk')
  await page.locator('dialog [name=description]').fill(description)
  await page.locator('dialog textarea').fill('nothing.happened')
  await page.locator('dialog button[type=submit]').click()
  await page.getByText('One of these names does not exist.').waitFor()
  await page.locator('dialog textarea').fill('*')
  await look(page, 'admin-webhook-dialog')
  await page.locator('dialog button[type=submit]').click()
  assert.match(await page.locator('code.secret').innerText(), /^whsec_/, 'the secret is shown')
  const again = page.getByRole('button', { name: /^Send again: webhook\.created/ })
  // The server sends every five seconds.
  for (let tries = 0; tries < 60 && !(await again.isVisible()); tries++) {
    await page.reload()
    await press('Deliveries')
    await page.waitForTimeout(500)
  }
  await again.click()
  await look(page, 'admin-deliveries')
  await press('New secret')
  await page.locator('dialog button[type=submit]').click()
  await page.locator('code.secret').waitFor()
  await press('Disable')
  await page.getByText('Disabled').waitFor()
  await look(page, 'admin-webhook')
  await press('Delete')
  await page.locator('dialog button[type=submit]').click()
  await page.getByRole('button', { name: `Delete: ${description}` }).waitFor({ state: 'detached' })
}
