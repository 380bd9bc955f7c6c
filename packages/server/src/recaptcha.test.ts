import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createTestHelpdesk, testPassword } from '@opensupports/core/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { reCaptcha } from './index.js'

/** Starts a captcha service. Returns its address. */
async function service(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/siteverify`
}

/** Accepts one answer, and records the requests. */
async function google(right: string) {
  const asked: { method: string | undefined; type: string | undefined; form: object }[] = []
  const endpoint = await service(async (request, response) => {
    const fields = new URLSearchParams(await text(request))
    const type = request.headers['content-type']?.split(';')[0]
    asked.push({ method: request.method, type, form: Object.fromEntries(fields) })
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ success: fields.get('response') === right }))
  })
  return { asked, endpoint }
}

const answering = (body: string, status = 200) =>
  service((_, response) => {
    response.statusCode = status
    response.end(body)
  })

const question = { secret: 'the secret', answer: 'a person' }

describe('a captcha', () => {
  test('is solved when the service says so', async () => {
    const { endpoint, asked } = await google('a person')
    expect(await reCaptcha({ endpoint }).verify({ ...question, ip: '192.0.2.1' })).toBe(true)
    const form = { secret: 'the secret', response: 'a person', remoteip: '192.0.2.1' }
    expect(asked).toEqual([{ method: 'POST', type: 'application/x-www-form-urlencoded', form }])
  })

  test('is verified without an address if it is unknown', async () => {
    const { endpoint, asked } = await google('a person')
    expect(await reCaptcha({ endpoint }).verify(question)).toBe(true)
    expect(asked[0]?.form).toEqual({ secret: 'the secret', response: 'a person' })
  })

  test('is not solved when the service says so', async () => {
    const { endpoint } = await google('a person')
    expect(await reCaptcha({ endpoint }).verify({ ...question, answer: 'a robot' })).toBe(false)
  })

  test.each([
    ['nothing', ''],
    ['broken JSON', '{"success": tru'],
    ['HTML', '<!doctype html><title>Sorry</title>'],
    ['a list', '[true]'],
    ['null', 'null'],
    ['a text', '"success"'],
    ['another success', '{"success":"true"}'],
    ['a number for success', '{"success":1}'],
    ['no success', '{"error-codes":["bad-request"]}'],
  ])('is not solved when the service answers %s', async (_, body) => {
    expect(await reCaptcha({ endpoint: await answering(body) }).verify(question)).toBe(false)
  })

  test('is not solved when the service fails', async () => {
    expect(await reCaptcha({ endpoint: await answering('oops', 500) }).verify(question)).toBe(false)
  })

  test('is not solved when the service never answers', async () => {
    const endpoint = await service(() => {})
    expect(await reCaptcha({ endpoint, timeoutMs: 20 }).verify(question)).toBe(false)
  })

  test('is not solved when the service never ends its answer', async () => {
    const endpoint = await service((_, response) => void response.write('{"success":'))
    expect(await reCaptcha({ endpoint, timeoutMs: 100 }).verify(question)).toBe(false)
  })

  test('is not solved when the service is down', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    expect(await reCaptcha({ endpoint: `http://127.0.0.1:${port}` }).verify(question)).toBe(false)
  })

  test('does not send the secret to the target of a redirect', async () => {
    const { endpoint, asked } = await google('a person')
    const redirecting = await service((_, response) => {
      response.writeHead(307, { location: endpoint }).end()
    })
    expect(await reCaptcha({ endpoint: redirecting }).verify(question)).toBe(false)
    expect(asked).toEqual([])
  })
})

describe('signing up with captchas enabled', () => {
  const settings = { 'recaptcha-private': 'the secret' }
  const person = { name: 'Jane', email: 'jane@customer.example', password: testPassword }

  test('accepts a solved one', async () => {
    const { endpoint, asked } = await google('a person')
    const { helpdesk } = await createTestHelpdesk({ settings, captcha: reCaptcha({ endpoint }) })
    for (const captcha of ['a robot', undefined]) {
      const refused = helpdesk.user.signup({}, { ...person, ...(captcha ? { captcha } : {}) })
      await expect(refused).rejects.toMatchObject({ code: 'INVALID_CAPTCHA' })
    }
    const signedUp = helpdesk.user.signup({ ip: '192.0.2.1' }, { ...person, captcha: 'a person' })
    await expect(signedUp).resolves.toMatchObject({ userEmail: person.email })
    expect(asked.map(({ form }) => form)).toEqual([
      { secret: 'the secret', response: 'a robot' },
      { secret: 'the secret', response: 'a person', remoteip: '192.0.2.1' },
    ])
  })

  test('is rejected while the service is down; everything else works', async () => {
    const captcha = reCaptcha({ endpoint: await answering('<html>', 503) })
    const { helpdesk, storage } = await createTestHelpdesk({ settings, captcha })
    const refused = helpdesk.user.signup({}, { ...person, captcha: 'a person' })
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_CAPTCHA' })
    expect(await storage.users.byEmail(person.email)).toBeUndefined()
  })
})
