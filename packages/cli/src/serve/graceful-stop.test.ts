import { once } from 'node:events'
import { Agent, createServer, get, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { beforeEach, describe, expect, it } from 'vitest'
import { gracefulStop } from './graceful-stop.js'

let server: Server
let stop: (limitMs: number) => Promise<void>
let port: number
let url: string

beforeEach(async () => {
  server = createServer()
  stop = gracefulStop(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  url = `http://127.0.0.1:${port}/`
})

/** The response to the next request, for the test to complete. */
const nextRequest = async () => (await once(server, 'request'))[1] as ServerResponse
const later = 60_000

describe('stopping', () => {
  it('waits for a running request, and then closes its connection', async () => {
    const arriving = nextRequest()
    const running = fetch(url)
    const answer = await arriving
    const stopped = stop(later)
    await expect(fetch(url)).rejects.toThrow()
    answer.end('done')
    const response = await running
    expect(response.headers.get('connection')).toBe('close')
    expect(await response.text()).toBe('done')
    await stopped
  })

  it('closes keep-alive connections, and those that never sent a request', async () => {
    const agent = new Agent({ keepAlive: true })
    nextRequest().then((answer) => answer.end())
    await new Promise<void>((resolve) => {
      get(url, { agent }, (response) => response.resume().once('end', resolve))
    })
    const connected = once(server, 'connection')
    const silent = connect(port, '127.0.0.1')
    await connected
    const closed = once(silent, 'close')
    await stop(later)
    await closed
    agent.destroy()
  })

  it('closes a keep-alive connection after a response that had already begun', async () => {
    const arriving = nextRequest()
    const running = fetch(url)
    const answer = await arriving
    answer.write('first, ')
    const response = await running
    const stopped = stop(later)
    answer.end('last')
    expect(await response.text()).toBe('first, last')
    await stopped
  })

  it('aborts requests that take longer than the limit', async () => {
    const arriving = nextRequest()
    const broken = expect(fetch(url)).rejects.toThrow()
    await arriving
    await stop(0)
    await broken
  })
})
