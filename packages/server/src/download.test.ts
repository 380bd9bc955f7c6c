import { memoryFiles } from '@opensupports/core'
import { createTestHelpdesk, type TestHelpdesk, testPassword } from '@opensupports/core/testing'
import { describe, expect, test } from 'vitest'
import { png } from '../../core/src/testing/pictures.test-support.js'
import { form, hosts, multipart, signed } from './both-handlers.test-support.js'
import type { HandlerOptions } from './index.js'

describe.each(hosts.map((host) => [host.name, host] as const))('%s', (_, { serve }) => {
  /** A customer's ticket with a picture and a file, sent as a form, and the cookies of everyone who signed in. */
  async function withTicket<T>(work: (parts: Awaited<ReturnType<typeof prepare>>) => Promise<T>) {
    const desk = await createTestHelpdesk()
    return serve(desk.helpdesk, {}, async (send) => work(await prepare(desk, send)))
  }
  async function prepare(desk: TestHelpdesk, send: Parameters<Parameters<typeof serve>[2]>[0]) {
    const jane = await desk.user()
    const other = await desk.user()
    const cookieOf = async (email: string, staff = '') => {
      const response = await send('/api/user/login', form({ email, password: testPassword, staff }))
      return response.headers.get('set-cookie') ?? ''
    }
    const fields = {
      ...signed(jane),
      title: 'Look',
      content: 'Here: <img src="IMAGE_PATH_0"> <img src="IMAGE_PATH_1">',
    }
    const created = await send(
      '/api/ticket/create',
      multipart({
        ...fields,
        images: '2',
        file: new File(['what it says'], 'Log of today(3).txt'),
        image_0: new File([png], 'one.png'),
        image_1: new File([png], 'two.png'),
      }),
    )
    expect(await created.json()).toEqual({ status: 'success', data: null })
    const [ticket] = (await desk.helpdesk.user.getTickets(jane)).tickets
    const { file, content, ticketNumber } = await desk.helpdesk.ticket.get(jane, {
      ticketNumber: ticket?.ticketNumber ?? 0,
    })
    const images = [...content.matchAll(/file=([\w.-]+)/g)].map(([, name]) => name ?? '')
    const download = (name: string | null, cookie = '') =>
      send(`/api/system/download?file=${encodeURIComponent(name ?? '')}`, {
        redirect: 'manual',
        headers: { cookie },
      })
    return { desk, send, jane, other, cookieOf, file, images, ticketNumber, download }
  }

  test('a ticket keeps its file and both pictures, for its author', () =>
    withTicket(async ({ jane, cookieOf, file, images, ticketNumber, download }) => {
      expect(file).toMatch(new RegExp(`^t${ticketNumber}_[0-9a-f]{40}_log_of_today_3_\\.txt$`))
      expect(images).toHaveLength(2)
      const cookie = await cookieOf(jane.email)
      const text = await download(file, cookie)
      expect(await text.text()).toBe('what it says')
      const picture = await download(images[1] ?? '', cookie)
      expect(Buffer.from(await picture.arrayBuffer()).equals(png)).toBe(true)
    }))

  test('files are saved, pictures are shown, and neither can run scripts', () =>
    withTicket(async ({ jane, cookieOf, file, images, download }) => {
      const cookie = await cookieOf(jane.email)
      const { headers } = await download(file, cookie)
      expect(headers.get('content-type')).toBe('application/octet-stream')
      expect(headers.get('content-disposition')).toBe(`attachment; filename="Log of today(3).txt"`)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toContain('sandbox')
      expect(headers.get('content-length')).toBe('12')
      const picture = await download(images[0] ?? '', cookie)
      expect(picture.headers.get('content-type')).toBe('image/png')
      expect(picture.headers.get('content-disposition')).toMatch(/^inline; /)
    }))

  test('a PDF is shown by the browser, with a policy that blocks scripts in it', () =>
    withTicket(async ({ desk, jane, cookieOf, ticketNumber, download }) => {
      const name = `t${ticketNumber}_${'0'.repeat(40)}_invoice.pdf`
      await desk.files.put(name, new File(['%PDF-1.7'], 'invoice.pdf'))
      const { headers } = await download(name, await cookieOf(jane.email))
      expect(headers.get('content-type')).toBe('application/pdf')
      expect(headers.get('content-disposition')).toBe(`inline; filename="${name}"`)
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }))

  test('a download has the original file name', () =>
    withTicket(async ({ desk, jane, cookieOf, ticketNumber, download }) => {
      const stored = `t${ticketNumber}_${'0'.repeat(40)}___.txt`
      await desk.files.put(stored, new File(['x'], 'x.txt'))
      await desk.storage.fileNames.add([{ stored, name: '文件.txt' }])
      const { headers } = await download(stored, await cookieOf(jane.email))
      expect(headers.get('content-disposition')).toBe(
        `attachment; filename="__.txt"; filename*=UTF-8''%E6%96%87%E4%BB%B6.txt`,
      )
    }))

  test('strangers, guests and copied fields get 403 and an empty body', () =>
    withTicket(async ({ other, cookieOf, file, download, send, jane }) => {
      const answers = [
        await download(file),
        await download(file, await cookieOf(other.email)),
        await download(file, `opensupports_session=${jane.id}.${'0'.repeat(40)}`),
        await send(`/api/system/download?${new URLSearchParams({ file: file ?? '', ...signed(jane) })}`),
      ]
      for (const answer of answers) {
        expect(answer.status).toBe(403)
        expect(await answer.text()).toBe('')
      }
    }))

  test('staff of the department get the file, others 403', () =>
    withTicket(async ({ desk, cookieOf, file, download }) => {
      const elsewhere = await desk.staff({ departments: [], level: 3 })
      expect((await download(file, await cookieOf(desk.admin.email, '1'))).status).toBe(200)
      expect((await download(file, await cookieOf(elsewhere.email, '1'))).status).toBe(403)
    }))

  test.each(['../../etc/passwd', '..', '.htaccess', 'a/b', 'a\\b', 'a\0b', ''])(
    'the name %j is rejected',
    (name) =>
      withTicket(async ({ download }) => {
        expect(await (await download(name)).json()).toMatchObject({ status: 'fail', message: 'INVALID_FILE' })
      }),
  )

  test('a file that does not exist is 404', () =>
    withTicket(async ({ download }) => {
      expect((await download(`p_${'0'.repeat(40)}_me.png`)).status).toBe(404)
    }))

  test('a guest with a ticket session gets its file, and 403 for another ticket’s', async () => {
    const desk = await createTestHelpdesk({ settings: { 'mandatory-login': '0' } })
    await serve(desk.helpdesk, {}, async (send) => {
      const guest = { name: 'Gus', email: 'gus@customer.example', title: 'Look', content: 'Here' }
      await send('/api/ticket/create', multipart({ ...guest, file: new File(['what it says'], 'a.txt') }))
      const file = desk.files.names()[0] ?? ''
      const other = await desk.ticketSession()
      const own = { email: guest.email, ticketNumber: /^t(\d+)_/.exec(file)?.[1] ?? '' }
      const checked = await send('/api/ticket/check', form(own))
      const download = (cookie: string) => send(`/api/system/download?file=${file}`, { headers: { cookie } })
      expect(await (await download(checked.headers.get('set-cookie') ?? '')).text()).toBe('what it says')
      expect((await download(`opensupports_session=${other.userId}.${other.token}`)).status).toBe(403)
    })
  })

  test('the cookie is Secure if the request came by https, or as the option says', async () => {
    const { helpdesk, admin } = await createTestHelpdesk()
    const login = form({ email: admin.email, password: testPassword, staff: '1' })
    const cookieWith = (options: HandlerOptions, headers: Record<string, string> = {}) =>
      serve(helpdesk, options, async (send) => {
        const response = await send('/api/user/login', { ...login, headers })
        return response.headers.get('set-cookie')
      })
    const proxied = { 'x-forwarded-proto': 'https' }
    expect(await cookieWith({}, proxied)).not.toContain('Secure')
    expect(await cookieWith({ trustProxy: true }, proxied)).toContain('Secure')
    expect(await cookieWith({ secureCookies: true })).toContain('Secure')
  })

  test('the cookie is for downloads only, HttpOnly, and ends with the session', () =>
    withTicket(async ({ desk, jane, cookieOf, send }) => {
      const cookie = await cookieOf(jane.email)
      expect(cookie).toMatch(
        /^opensupports_session=\d+\.[0-9a-f]{40}; Path=\/api\/system\/download; Max-Age=2592000; HttpOnly; SameSite=Lax$/,
      )
      const withCookie = await send('/api/user/get', { ...form({}), headers: { cookie } })
      expect(await withCookie.json()).toMatchObject({ message: 'NO_PERMISSION' })
      const out = await send('/api/user/logout', form(signed(desk.admin)))
      expect(out.headers.get('set-cookie')).toContain('Max-Age=0')
    }))

  test('the path of the cookie is the path of the API in browsers', async () => {
    const pathWith = async (options: HandlerOptions, apiUrl?: string) => {
      const { helpdesk, admin } = await createTestHelpdesk(apiUrl === undefined ? {} : { apiUrl })
      const { basePath = '/api' } = options
      return serve(helpdesk, options, async (send) => {
        const login = form({ email: admin.email, password: testPassword, staff: '1' })
        const { headers } = await send(`${basePath}/user/login`, login)
        return /Path=([^;]*)/.exec(headers.get('set-cookie') ?? '')?.[1]
      })
    }
    expect(await pathWith({ basePath: '/support/api' })).toBe('/support/api/system/download')
    expect(await pathWith({ publicPath: '/support/api/' })).toBe('/support/api/system/download')
    expect(await pathWith({}, 'https://shop.example/support/api')).toBe('/support/api/system/download')
    expect(await pathWith({ publicPath: '/' }, 'https://shop.example/support/api')).toBe('/system/download')
  })

  test('a client without cookies sends the session in the header, as in other calls', () =>
    withTicket(async ({ desk, send, jane, other, file, cookieOf }) => {
      const path = `/api/system/download?file=${file}`
      const bearer = (session: { userId?: unknown; token?: unknown }) => ({
        authorization: `Bearer ${session.userId}.${session.token}`,
      })
      const own = await send(path, { headers: bearer(jane) })
      expect(await own.text()).toBe('what it says')
      const refused = await send(path, { headers: bearer(other) })
      expect([refused.status, await refused.json()]).toMatchObject([403, { message: 'NO_PERMISSION' }])
      // The header takes precedence: a wrong one is rejected even with a valid cookie.
      const cookie = await cookieOf(jane.email)
      const both = await send(path, { headers: { ...bearer({ userId: 1, token: 'x' }), cookie } })
      expect(both.status).toBe(403)
      const missing = `/api/system/download?file=p_${'0'.repeat(40)}_me.png`
      const gone = await send(missing, { headers: bearer(desk.admin) })
      expect([gone.status, await gone.json()]).toMatchObject([404, { message: 'NOT_FOUND' }])
      const noName = await send('/api/system/download?file=..', { headers: bearer(desk.admin) })
      expect([noName.status, await noName.json()]).toMatchObject([400, { field: 'file' }])
    }))

  test('the cookie is used if the header has credentials for a proxy', () =>
    withTicket(async ({ send, jane, cookieOf, file }) => {
      const headers = { authorization: 'Basic YTpi', cookie: await cookieOf(jane.email) }
      expect((await send(`/api/system/download?file=${file}`, { headers })).status).toBe(200)
    }))

  test('a store that signs URLs is used by redirect, for permitted callers only', async () => {
    const files = { ...memoryFiles(), signedUrl: async (name: string) => `https://store.example/${name}?s=1` }
    const desk = await createTestHelpdesk({ files, signedDownloads: { expiresIn: 60 } })
    await serve(desk.helpdesk, {}, async (send) => {
      const { download, file, cookieOf, jane, other } = await prepare(desk, send)
      const sent = await download(file, await cookieOf(jane.email))
      expect([sent.status, sent.headers.get('location')]).toEqual([302, `https://store.example/${file}?s=1`])
      expect(sent.headers.get('cache-control')).toBe('private, no-store')
      expect((await download(file, await cookieOf(other.email))).status).toBe(403)
    })
  })
})
