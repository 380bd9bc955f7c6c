import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { memoryFiles, memoryStorage, OpenSupports } from '@opensupports/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from './app.js'

let helpdesk: OpenSupports
let server: Server
let url: string

beforeEach(async () => {
  helpdesk = new OpenSupports({ storage: memoryStorage(), files: memoryFiles(), passwordCost: 4 })
  const admin = { name: 'Ada', email: 'ada@shop.example', password: 'correct horse' }
  await helpdesk.install({ admin })
  server = createApp(helpdesk).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

const post = (path: string, body: URLSearchParams | FormData) => fetch(url + path, { method: 'POST', body })

describe('the shop', () => {
  it('has its own page', async () => {
    expect(await (await fetch(url)).text()).toContain('Harbour Cycles')
  })

  it('opens a ticket for the signed-in customer, with the text as typed', async () => {
    const message = 'Is 3 < 4 & 5 > 4?\nI ask.\n\nYours, "Jane"'
    const response = await post('/contact', new URLSearchParams({ subject: 'A <question>', message }))
    expect(response.status).toBe(201)
    const ticketNumber = Number(/ticket (\d+)/.exec(await response.text())?.[1])
    const ticket = await helpdesk.ticket.get(helpdesk.actingAs({ staff: 1 }), { ticketNumber })
    expect(ticket.author).toMatchObject({ name: 'Jane Rivers', email: 'jane.rivers@post.example' })
    expect(ticket.title).toBe('A <question>')
    expect(ticket.content).toMatch(
      /^<p>Is 3 &lt; 4 &amp; 5 &gt; 4\?<br ?\/?>I ask\.<\/p><p>Yours, ("|&quot;)Jane\1<\/p>$/,
    )
  })

  it('shows the error of an invalid ticket', async () => {
    const response = await post('/contact', new URLSearchParams({ subject: '', message: 'Hello' }))
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('Please give us a subject')
  })
})

describe('the embedded helpdesk', () => {
  it('answers under /support/api', async () => {
    const response = await post('/support/api/system/installation-done', new URLSearchParams())
    expect(await response.json()).toMatchObject({ status: 'success' })
  })

  it.each([
    [
      'a form',
      (fields: Record<string, string>) => post('/support/api/user/login', new URLSearchParams(fields)),
    ],
    [
      'a multipart form',
      (fields: Record<string, string>) => {
        const form = new FormData()
        for (const [name, value] of Object.entries(fields)) form.append(name, value)
        return post('/support/api/user/login', form)
      },
    ],
    [
      'JSON',
      (fields: Record<string, string>) =>
        fetch(`${url}/support/api/user/login`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(fields),
        }),
    ],
  ])('reads %s after the body parsers of Express', async (_name, send) => {
    const response = await send({ email: 'ada@shop.example', password: 'correct horse', staff: '1' })
    expect(JSON.stringify(await response.json())).toContain('ada@shop.example')
  })
})
