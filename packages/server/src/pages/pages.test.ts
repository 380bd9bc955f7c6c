import { languageTags } from '@opensupports/core'
import { createTestHelpdesk, type TestHelpdesk, testPassword } from '@opensupports/core/testing'
import { beforeEach, describe, expect, test } from 'vitest'
import { png } from '../../../core/src/testing/pictures.test-support.js'
import { form, hosts, multipart, type Send } from '../both-handlers.test-support.js'
import type { HandlerOptions } from '../index.js'

const own = { 'sec-fetch-site': 'same-origin' }
const sent = (fields: Record<string, string>): RequestInit => ({
  ...form(fields),
  headers: own,
  redirect: 'manual',
})

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk({ publicUrl: 'http://helpdesk.example' })
})

/** Returns the path of the link in the only queued mail. */
async function mailedPath(): Promise<string> {
  const [mail] = await desk.mails()
  const [link = ''] = /http:\/\/helpdesk\.example\/\S+/.exec(mail?.text ?? '') ?? []
  return link.slice('http://helpdesk.example'.length)
}

const guest = { name: 'Gus', email: "o'gus+1@x.example" }
async function guestTicket(content = 'It <b>never</b> came.', more: object = {}) {
  await desk.storage.settings.set({ 'mandatory-login': '0' })
  const { ticketNumber } = await desk.helpdesk.ticket.create(
    {},
    { title: 'Where is <it>?', content, ...guest, ...more },
  )
  return { ticketNumber, path: `/check-ticket/${ticketNumber}/${encodeURIComponent(guest.email)}` }
}

describe.each(hosts.map((host) => [host.name, host] as const))('%s', (_, { serve }) => {
  const on = <T>(work: (send: Send) => Promise<T>, options: HandlerOptions = {}) =>
    serve(desk.helpdesk, { pages: {}, ...options }, work)

  test('the link of a sign-up confirms the address once its button is pressed', () =>
    on(async (send) => {
      const jane = { name: 'Jane', email: 'jane+1@x.example', password: testPassword }
      await desk.helpdesk.user.signup({}, jane)
      const path = await mailedPath()
      const page = await send(path)
      expect(page.status).toBe(200)
      expect(await page.text()).toContain('jane+1@x.example')
      await expect(desk.helpdesk.user.login({}, jane)).rejects.toMatchObject({ code: 'UNVERIFIED_USER' })
      expect(await (await send(path, sent({}))).text()).toContain('Your address is confirmed')
      await desk.helpdesk.user.login({}, jane)
      const again = await send(path, sent({}))
      expect([again.status, await again.text()]).toEqual([400, expect.stringContaining('role="alert"')])
    }))

  test('the link of a recovery sets the password', () =>
    on(async (send) => {
      const { email } = await desk.user()
      await desk.helpdesk.user.sendRecoverPassword({}, { email })
      const path = await mailedPath()
      expect(await (await send(path)).text()).toContain('autocomplete="new-password"')
      const different = await send(path, sent({ password: 'battery staple', again: 'battery stable' }))
      expect([different.status, await different.text()]).toEqual([
        400,
        expect.stringContaining('not the same'),
      ])
      expect((await send(path, sent({ password: 'short', again: 'short' }))).status).toBe(400)
      const done = await send(path, sent({ password: 'battery staple', again: 'battery staple' }))
      expect([done.status, await done.text()]).toEqual([200, expect.stringContaining('is saved')])
      await desk.helpdesk.user.login({}, { email, password: 'battery staple' })
      const again = await send(path, sent({ password: 'another one', again: 'another one' }))
      expect([again.status, await again.text()]).toEqual([403, expect.stringContaining('already used')])
    }))

  test('the link of an invitation shows a welcome, and sets the password', () =>
    on(async (send) => {
      await desk.helpdesk.user.invite(desk.admin, { name: 'Ina', email: 'ina@x.example' })
      const path = await mailedPath()
      expect(await (await send(path)).text()).toContain('<h1>Welcome</h1>')
      await send(path, sent({ password: 'battery staple', again: 'battery staple' }))
      await desk.helpdesk.user.login({}, { email: 'ina@x.example', password: 'battery staple' })
    }))

  test('a request without a token sends a link by mail', () =>
    on(async (send) => {
      const { email } = await desk.user()
      expect((await send('/recover-password')).status).toBe(200)
      expect(await (await send('/recover-password', sent({ email }))).text()).toContain('on its way')
      expect(await mailedPath()).toMatch(/^\/recover-password\?email=.*&token=/)
      expect((await send('/recover-password', sent({ email: 'nobody@x.example' }))).status).toBe(400)
    }))

  test('a guest sees the ticket of the mailed link with its files, and answers it', () =>
    on(async (send) => {
      const { ticketNumber, path } = await guestTicket('Look: <img src="IMAGE_PATH_0">', {
        images: [new File([png], 'front.png')],
        file: new File(['12:00 smoke'], 'printer.log'),
      })
      await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content: 'Secret.', private: true })
      await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content: 'On <i>it</i>.' })
      const page = await send(path)
      const text = await page.text()
      expect(text).toContain('<h1>Where is &lt;it&gt;?</h1>')
      expect(text).toContain('On <i>it</i>.')
      expect(text).not.toContain('Secret.')
      const cookie = page.headers.get('set-cookie') ?? ''
      expect(cookie).toMatch(/^opensupports_page=\d+\.[0-9a-f]{40}; HttpOnly; SameSite=Lax$/)

      const folder = `${path}/`
      const files = [...text.matchAll(/(?:src|href)="\.\/[^"/]*\/([^"]+)"/g)].map(([, name]) => name)
      expect(files).toHaveLength(2)
      const download = (name: string | undefined, headers: Record<string, string>) =>
        send(folder + name, { headers })
      expect(Buffer.from(await (await download(files[0], { cookie })).arrayBuffer())).toEqual(png)
      expect(await (await download(files[1], { cookie })).text()).toBe('12:00 smoke')
      expect((await download(files[1], {})).status).toBe(403)

      const answer = multipart({
        content: 'First <line>\nSecond',
        file: new File(['more'], 'more.txt'),
      })
      const answered = await send(path, { ...answer, headers: { ...own, cookie }, redirect: 'manual' })
      expect([answered.status, answered.headers.get('location')]).toEqual([
        303,
        `./${encodeURIComponent(guest.email)}#latest`,
      ])
      const { events } = await desk.helpdesk.ticket.get(desk.admin, { ticketNumber })
      expect(events.at(-1)).toMatchObject({
        content: 'First &lt;line&gt;<br />Second',
        file: expect.stringMatching(/more\.txt$/),
      })
    }))

  test('a rejected answer keeps its text', () =>
    on(async (send) => {
      const { path } = await guestTicket()
      const answer = multipart({ content: 'My words', file: new File(['MZ'], 'virus.exe') })
      const refused = await send(path, { ...answer, headers: own })
      const text = await refused.text()
      expect([refused.status, text]).toEqual([400, expect.stringContaining('>My words</textarea>')])
      expect(text).toContain('role="alert"')
    }))

  test('a number or an address alone shows nothing', () =>
    on(async (send) => {
      const { ticketNumber } = await guestTicket()
      const wrong = await send(`/check-ticket/${ticketNumber}/other@x.example`)
      const none = await send(`/check-ticket/999/${encodeURIComponent(guest.email)}`)
      expect([wrong.status, none.status]).toEqual([404, 404])
      expect(await wrong.text()).toBe(await none.text())
      expect((await send('/check-ticket/%FF/%FF')).status).toBe(404)
    }))

  test('the mailed link proves the address once its button is pressed', () =>
    on(async (send) => {
      const { ticketNumber } = await guestTicket()
      const path = await mailedPath()
      expect(path).toContain('?proof=')
      const isUnproved = async () => (await desk.helpdesk.ticket.get(desk.admin, { ticketNumber })).unproved
      const page = await send(path)
      expect(await page.text()).toContain('name="confirm"')
      expect(await isUnproved()).toBe(true)
      const cookie = page.headers.get('set-cookie') ?? ''
      const pressed = await send(path, {
        ...form({ confirm: '1' }),
        headers: { ...own, cookie },
        redirect: 'manual',
      })
      expect([pressed.status, pressed.headers.get('location')]).toEqual([303, `./${path.split('/').at(-1)}`])
      expect(await isUnproved()).toBe(false)
      expect(await (await send(path)).text()).not.toContain('name="confirm"')
    }))

  test('the mailed link needs no captcha', () =>
    on(async (send) => {
      await guestTicket()
      const path = await mailedPath()
      await desk.storage.settings.set({ 'recaptcha-public': 'p', 'recaptcha-private': 's' })
      const [bare = ''] = path.split('?')
      expect(await (await send(bare)).text()).toContain('captcha')
      expect(await (await send(path)).text()).toContain('name="confirm"')
      const pressed = await send(path, sent({ confirm: '1' }))
      const cookie = pressed.headers.get('set-cookie') ?? ''
      expect(await (await send(path, { headers: { cookie } })).text()).toContain('It <b>never</b> came.')
      expect((await send(`${bare}?proof=wrong`, sent({ confirm: '1' }))).status).toBe(403)
    }))

  test('with mandatory login, the password is asked for', () =>
    on(async (send) => {
      const jane = await desk.user()
      const stranger = await desk.user()
      const ticketNumber = await desk.ticket({ author: jane })
      const path = `/check-ticket/${ticketNumber}/${encodeURIComponent(jane.email)}`
      expect(await (await send(path)).text()).toContain('autocomplete="current-password"')
      const wrong = await send(path, sent({ password: 'not this one' }))
      expect([wrong.status, await wrong.text()]).toEqual([403, expect.stringContaining('do not match')])
      const right = await send(path, sent({ password: testPassword }))
      expect(right.status).toBe(303)
      const cookie = right.headers.get('set-cookie') ?? ''
      expect(await (await send(path, { headers: { cookie } })).text()).toContain('It does not work')

      const foreign = `/check-ticket/${ticketNumber}/${encodeURIComponent(stranger.email)}`
      expect((await send(foreign, sent({ password: testPassword }))).status).toBe(403)
    }))

  test('number and address can be entered in the form', () =>
    on(async (send) => {
      const { ticketNumber, path } = await guestTicket()
      expect((await send('/check-ticket')).status).toBe(200)
      const fields = { ticketNumber: ` ${ticketNumber} `, email: guest.email }
      const found = await send('/check-ticket', sent(fields))
      expect([found.status, found.headers.get('location')]).toEqual([303, `.${path}`])
    }))

  test('the installation requires its token, and works once', async () => {
    desk = await createTestHelpdesk({ install: false, publicUrl: 'https://help.example' })
    await on(
      async (send) => {
        expect((await send('/install')).status).toBe(403)
        expect((await send('/install?token=t0ken', { headers: own })).status).toBe(200)
        const ada = { name: 'Ada', email: 'ada@x.example', password: testPassword, again: testPassword }
        const more = { title: 'Bikes', language: 'de', mandatoryLogin: '1', allowAttachments: '1' }
        expect((await send('/install?token=other', sent(ada))).status).toBe(403)
        const invalid = await send('/install?token=t0ken', sent({ ...ada, email: 'ada' }))
        expect([invalid.status, await invalid.text()]).toEqual([
          400,
          expect.stringContaining('address is invalid'),
        ])
        expect(await desk.storage.settings.all()).toEqual({})
        expect((await send('/install?token=t0ken', sent({ ...ada, ...more }))).status).toBe(200)
        expect((await send('/install?token=t0ken', sent(ada))).status).toBe(409)
        expect(await desk.storage.settings.all()).toMatchObject({
          title: 'Bikes',
          language: 'de',
          url: 'https://help.example',
          registration: '0',
          'mandatory-login': '1',
          'allow-attachments': '1',
        })
        await desk.helpdesk.user.login({}, { ...ada, staff: true })
      },
      { pages: { installToken: 't0ken' } },
    )
  })

  test('forms of other sites are rejected', () =>
    on(async (send) => {
      const { email } = await desk.user()
      const from = async (headers: Record<string, string>) =>
        (await send('/recover-password', { ...form({ email }), headers })).status
      for (const site of ['cross-site', 'same-site', 'none']) {
        expect(await from({ 'sec-fetch-site': site })).toBe(403)
      }
      expect(await from({ origin: 'http://evil.example' })).toBe(403)
      expect(await desk.mails()).toEqual([])
      expect(await from({ origin: 'http://helpdesk.example' })).toBe(200)
      expect(await from(own)).toBe(200)
      expect(await from({})).toBe(200)
    }))

  test('no page can be framed, sends a referrer, or is cached', () =>
    on(async (send) => {
      const { path } = await guestTicket()
      for (const each of [
        path,
        '/recover-password',
        '/check-ticket',
        '/verify-token/a@x.example/t',
        '/install',
      ]) {
        const { headers } = await send(each)
        const policy = headers.get('content-security-policy') ?? ''
        expect(policy).toContain("default-src 'none'")
        expect(policy).not.toMatch(/script-src|https?:|\*/)
        expect(headers.get('referrer-policy')).toBe('no-referrer')
        expect(headers.get('cache-control')).toBe('no-store')
        expect(headers.get('x-frame-options')).toBe('DENY')
      }
    }))

  test('the access log has no token and no address', async () => {
    const lines: { path: string }[] = []
    await on(
      async (send) => {
        await send('/verify-token/jane@x.example/s3cret')
        await send('/recover-password?email=jane@x.example&token=s3cret')
      },
      { log: (entry) => void lines.push(entry) },
    )
    expect(lines.map(({ path }) => path)).toEqual(['/verify-token/…/…', '/recover-password'])
  })

  test('pages are served in the configured folder, and only with the option', async () => {
    await on(
      async (send) => {
        expect((await send('/support/check-ticket')).status).toBe(200)
        expect((await send('/check-ticket')).status).toBe(404)
      },
      { pages: { path: '/support' } },
    )
    await serve(desk.helpdesk, {}, async (send) => expect((await send('/check-ticket')).status).toBe(404))
  })

  test('unknown pages below a known name, and other methods, are rejected', () =>
    on(async (send) => {
      expect((await send('/verify-token/only-one')).status).toBe(404)
      expect((await send('/install/more')).status).toBe(404)
      expect((await send('/check-ticket', { method: 'DELETE' })).status).toBe(405)
      expect((await send('/verify-tokens')).status).toBe(404)
    }))

  test('a failing storage gives a plain message; its cause is only in the log', async () => {
    const causes: unknown[] = []
    const log = { info: () => {}, warn: () => {}, error: (fields: object) => void causes.push(fields) }
    desk = await createTestHelpdesk({ log })
    desk.storage.settings.all = async () => {
      throw new Error('disk on fire')
    }
    await on(async (send) => {
      const answer = await send('/check-ticket')
      expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining('fire')])
    })
    expect(causes).not.toEqual([])
  })

  test.each(Object.entries(languageTags))('are in %s for a browser that prefers %s', (_code, tag) =>
    on(async (send) => {
      const text = await (await send('/check-ticket', { headers: { 'accept-language': tag } })).text()
      expect(text).toContain(`<html lang="${tag}">`)
      expect(text).not.toContain('undefined')
    }),
  )
})

test('the language is the browser’s preferred one, else the site’s', async () => {
  const { languageFor } = await import('./language.js')
  expect(languageFor('fr-CH, fr;q=0.9, en;q=0.8', 'de')).toBe('fr')
  expect(languageFor('en;q=0.1, pt-BR;q=0.5', 'de')).toBe('br')
  expect(languageFor('zh-TW', 'de')).toBe('cn')
  expect(languageFor('eo, *;q=0.1', 'de')).toBe('de')
  expect(languageFor('de;q=0', 'nl')).toBe('nl')
  expect(languageFor(undefined, 'xx')).toBe('en')
})
