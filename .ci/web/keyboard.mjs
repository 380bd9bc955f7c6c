import assert from 'node:assert/strict'
import { openContext } from './browser.mjs'

/** Walks from the sign-in to an answered and closed ticket with the keyboard alone. */
export async function byKeyboard({ browser, url, viewport, admin }) {
  const { context, page, wrong } = await openContext(browser, viewport, url)
  const { keyboard } = page
  /** Presses Tab until the focus is on an element of this selector. */
  async function tabTo(selector) {
    for (let presses = 0; presses < 80; presses++) {
      await keyboard.press('Tab')
      const isThere = await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)
      if (!isThere) continue
      const outline = await page.evaluate(() => {
        const { outlineStyle, boxShadow, borderColor } = getComputedStyle(document.activeElement)
        return outlineStyle !== 'none' || boxShadow !== 'none' || borderColor
      })
      assert.ok(outline, `${selector} shows that it has the focus`)
      return
    }
    throw new Error(`no Tab leads to ${selector}`)
  }
  await page.goto(`${url}/sign-in?staff=1`)
  await page.locator('form').waitFor()
  await keyboard.press('Tab')
  await keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement?.localName), 'main', 'the menu is skipped')
  await tabTo('[name=email]')
  await keyboard.type(admin.email)
  await tabTo('[name=password]')
  await keyboard.type(admin.password)
  await keyboard.press('Enter')
  await page.waitForURL(/\/staff$/)
  await page.locator('.list li').first().waitFor()
  await page.evaluate(() => document.activeElement?.blur())
  await keyboard.press('j')
  await page.locator('li.chosen').waitFor()
  await keyboard.press('Enter')
  await page.waitForURL(/\/staff\/tickets\/\d+$/)
  await page.locator('[role=textbox]').waitFor()
  await page.locator('.squire, [contenteditable=true]').first().waitFor()
  await keyboard.press('r')
  await keyboard.type('Answered by keyboard.')
  await tabTo('form button[type=submit]')
  await keyboard.press('Enter')
  await page.locator('.message', { hasText: 'Answered by keyboard.' }).waitFor()
  await keyboard.press('Shift+Tab')
  await page.evaluate(() => document.activeElement?.blur())
  await tabTo('.head button:last-child')
  await keyboard.press('Enter')
  await page.getByRole('button', { name: 'Reopen the ticket' }).waitFor()
  assert.deepEqual(wrong, [], 'by keyboard')
  await context.close()
}
