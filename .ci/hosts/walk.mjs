// The requests that every host must answer in the same way: what the host's people do, and what is refused.
import assert from 'node:assert/strict'

const text = 'The bell is broken.\n'
const native = 'application/vnd.opensupports+json'

/** Walks through a helpdesk below `/support/api`. `signIn(name)` returns the cookie that the host gives a person. */
export async function walk(url, signIn) {
  const api = `${url}/support/api`
  const own = { origin: url }
  const send = (path, headers, body) => fetch(api + path, { method: 'POST', headers, body })
  const call = async (path, headers, params = {}) => {
    const json = { 'content-type': 'application/json', ...headers }
    const response = await send(path, json, JSON.stringify(params))
    const { message, data } = await response.json()
    return { status: response.status, message, data }
  }
  const [jane, bob] = [await signIn('jane'), await signIn('bob')]
  const asJane = { cookie: jane, ...own }
  const asBob = { cookie: bob, ...own }

  // The app still answers, and so does the API.
  assert.match(await (await fetch(url)).text(), /the shop/)
  assert.match((await (await fetch(`${api}/openapi.json`)).json()).openapi, /^3\.1/)

  // Jane is signed in at the host alone, and opens a ticket with a file.
  const form = new FormData()
  form.append('params', JSON.stringify({ title: 'A question', content: 'See the file.' }))
  form.append('file', new File([text], 'bell.txt', { type: 'text/plain' }))
  const created = await (await send('/ticket/create', { accept: native, ...asJane }, form)).json()
  assert.equal(created.status, 'success', JSON.stringify(created))
  const { ticketNumber } = created.data
  const comment = await call('/ticket/comment', asJane, { ticketNumber, content: 'And the lamp.' })
  assert.equal(comment.status, 200, JSON.stringify(comment))
  const { data: ticket } = await call('/ticket/get', asJane, { ticketNumber })
  assert.equal(ticket.author.name.toLowerCase(), 'jane')
  const downloadOf = (headers) =>
    fetch(`${api}/system/download?file=${encodeURIComponent(ticket.file)}`, { headers })
  assert.equal(await (await downloadOf(asJane)).text(), text)

  // A form of 4.11 is read too.
  const { searchParams } = new URL(`?ticketNumber=${ticketNumber}&content=A form.`, url)
  const legacy = await (await send('/ticket/comment', asJane, searchParams)).json()
  assert.equal(legacy.status, 'success', JSON.stringify(legacy))

  // Bob, strangers and other sites are refused.
  assert.equal((await call('/ticket/get', asBob, { ticketNumber })).message, 'NO_PERMISSION')
  assert.equal((await call('/ticket/get', own, { ticketNumber })).message, 'NO_PERMISSION')
  const foreign = { cookie: jane, origin: 'https://evil.example' }
  assert.equal((await call('/ticket/get', foreign, { ticketNumber })).message, 'CROSS_SITE_REQUEST')
  assert.equal((await call('/ticket/create', asJane, { title: '' })).status, 400)
  for (const headers of [asBob, own, foreign]) {
    const { status } = await downloadOf(headers)
    assert.ok(status === 403 || status === 404, `a download was answered with ${status}`)
  }
  return { api, call, ticketNumber }
}
