import assert from 'node:assert/strict'

/** Requires that nothing in a page could run what a stranger wrote. */
export async function noneIsLive(page, where) {
  const found = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter(
        (element) =>
          element.matches(
            'body script, body style, iframe, object, embed, base ~ base, link[href^=x], math, foreignObject',
          ) ||
          [...element.attributes].some(
            ({ name, value }) =>
              /^on/i.test(name) ||
              name === 'srcdoc' ||
              (/^(?:href|src|action|formaction|xlink:href|data)$/i.test(name) &&
                /^\W*(?:java|vb)script:|^\W*data:text/i.test(value)),
          ),
      )
      .map(({ outerHTML }) => outerHTML.slice(0, 200)),
  )
  assert.deepEqual(found, [], `${where} has nothing that could run`)
}
