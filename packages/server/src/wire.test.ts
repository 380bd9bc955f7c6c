import { createHash } from 'node:crypto'
import { createTestHelpdesk, testPassword } from '@opensupports/core/testing'
import { describe, expect, test, vi } from 'vitest'
import { dataOf, form, hosts, json, multipart, signed } from './both-handlers.test-support.js'
import type { HandlerOptions } from './index.js'

describe.each(hosts.map((host) => [host.name, host] as const))('%s', (_, { serve }) => {
  describe('the wire of 4.11', () => {
    test('wraps a response in the envelope, with columns as texts', async () => {
      const desk = await createTestHelpdesk()
      const jane = await desk.user({ name: 'Jane' })
      const ticketNumber = await desk.ticket({ author: jane, title: 'Printer' })
      await desk.helpdesk.staff.assignTicket(desk.admin, { ticketNumber })
      const response = await serve(desk.helpdesk, {}, (send) =>
        send('/api/ticket/get', form({ ...signed(jane), ticketNumber: String(ticketNumber) })),
      )
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('application/json')
      expect(await response.json()).toEqual({
        status: 'success',
        data: {
          ticketNumber: String(ticketNumber),
          title: 'Printer',
          content: 'Please help.',
          department: { id: '1', name: 'Help and Support' },
          date: '202603021200',
          file: null,
          language: 'en',
          unread: true,
          unreadStaff: false,
          closed: false,
          author: {
            id: String(jane.id),
            name: 'Jane',
            staff: false,
            profilePic: null,
            email: jane.email,
            customfields: [],
          },
          owner: { id: '1', name: desk.admin.name, email: desk.admin.email, profilePic: '' },
          events: [
            {
              type: 'ASSIGN',
              content: desk.admin.name,
              date: '202603021200',
              file: null,
              author: {
                id: '1',
                name: desk.admin.name,
                email: desk.admin.email,
                profilePic: '',
                staff: true,
              },
              private: null,
              edited: null,
              id: '1',
            },
          ],
          tags: [],
          edited: null,
          editedTitle: null,
        },
      })
    })

    test('lists tickets in full with the fields of a ticket, and none of the native ones', async () => {
      const desk = await createTestHelpdesk()
      const jane = await desk.user()
      const ticketNumber = await desk.ticket({ author: jane })
      await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content: 'We are on it.' })
      await serve(desk.helpdesk, {}, async (send) => {
        const dataFor = async (path: string, fields: Record<string, string>) => {
          const response = await send(`/api${path}`, form(fields))
          return ((await response.json()) as { data: Record<string, unknown> }).data
        }
        const ticket = await dataFor('/ticket/get', { ...signed(jane), ticketNumber: String(ticketNumber) })
        const lists = [
          await dataFor('/ticket/search', { ...signed(desk.admin), page: '1' }),
          await dataFor('/user/get-supervised-tickets', {
            ...signed(jane),
            page: '1',
            supervisedUsers: '[]',
            showOwnTickets: '1',
          }),
        ]
        for (const { tickets } of lists)
          expect((tickets as object[]).map((listed) => Object.keys(listed).sort())).toEqual([
            Object.keys(ticket).sort(),
          ])
      })
    })

    test('returns an error with HTTP 200 and its code', async () => {
      const { helpdesk } = await createTestHelpdesk()
      const response = await serve(helpdesk, {}, (send) => send('/api/user/get', form({})))
      expect(response.status).toBe(200)
      expect(await response.json()).toEqual({ status: 'fail', message: 'NO_PERMISSION', data: null })
    })

    test('lists the settings of a helpdesk that is not installed as empty', async () => {
      const { helpdesk } = await createTestHelpdesk({ install: false })
      const response = await serve(helpdesk, {}, (send) => send('/api/system/get-settings', form({})))
      expect(await response.json()).toEqual({
        status: 'success',
        data: { departments: [], tags: [], supportedLanguages: [], allowedLanguages: [] },
      })
    })

    test('encodes computed flags of the settings as numbers, stored ones as texts', async () => {
      const { helpdesk } = await createTestHelpdesk()
      const response = await serve(helpdesk, {}, (send) => send('/api/system/get-settings', form({})))
      expect(await dataOf(response)).toMatchObject({
        'maintenance-mode': 0,
        'allow-attachments': 1,
        'max-size': '1',
        'mandatory-login': '1',
        'default-department-id': '1',
        'default-is-locked': '0',
        registration: '1',
        departments: [{ id: '1', name: 'Help and Support', owners: '1', private: '0' }],
      })
    })

    test('leaves out the number of a new ticket', async () => {
      const desk = await createTestHelpdesk()
      const jane = await desk.user()
      const ticket = { ...signed(jane), title: 'Printer', content: 'It smokes.' }
      const response = await serve(desk.helpdesk, {}, (send) => send('/api/ticket/create', form(ticket)))
      expect(await response.json()).toEqual({ status: 'success', data: null })
    })

    test('returns an empty list if nobody is supervised', async () => {
      const desk = await createTestHelpdesk()
      const jane = await desk.user()
      const response = await serve(desk.helpdesk, {}, (send) =>
        send('/api/user/get-supervised-tickets', form(signed(jane))),
      )
      expect(await response.json()).toEqual({ status: 'success', data: [] })
    })

    test.each([
      ['a GET of a path', 'GET', '/api/user/login'],
      ['an unknown path', 'POST', '/api/user/dance'],
      ['a slash at the end', 'POST', '/api/user/login/'],
      ['the root', 'POST', '/'],
      ['OPTIONS', 'OPTIONS', '/api/user/login'],
    ])('returns a page and 404 for %s', async (_, method, path) => {
      const { helpdesk } = await createTestHelpdesk()
      const response = await serve(helpdesk, {}, (send) => send(path, { method }))
      expect(response.status).toBe(404)
      expect(response.headers.get('content-type')).toContain('text/html')
    })

    test('reads parameters from the body only', async () => {
      const desk = await createTestHelpdesk()
      const query = new URLSearchParams({ email: desk.admin.email, password: testPassword, staff: '1' })
      const response = await serve(desk.helpdesk, {}, (send) => send(`/api/user/login?${query}`, form({})))
      expect(await response.json()).toMatchObject({ message: 'INVALID_CREDENTIALS' })
    })

    test.each([
      ['a form', 'Application/X-WWW-Form-URLencoded; charset=UTF-8', (text: string) => text],
      [
        'a multipart form',
        'Multipart/Form-Data; boundary=x',
        (text: string) =>
          [...new URLSearchParams(text)]
            .map(
              ([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
            )
            .join('')
            .concat('--x--\r\n'),
      ],
    ])('accepts the content type of %s in any case', async (_, type, bodyOf) => {
      const desk = await createTestHelpdesk()
      const body = bodyOf(new URLSearchParams(signed(desk.admin)).toString())
      const response = await serve(desk.helpdesk, {}, (send) =>
        send('/api/staff/get', { method: 'POST', headers: { 'content-type': type }, body }),
      )
      expect(await response.json()).toMatchObject({ status: 'success' })
    })

    test('ignores a body of an unknown type', async () => {
      const desk = await createTestHelpdesk()
      const body = new URLSearchParams(signed(desk.admin)).toString()
      const response = await serve(desk.helpdesk, {}, (send) =>
        send('/api/staff/get', { method: 'POST', headers: { 'content-type': 'text/plain' }, body }),
      )
      expect(await response.json()).toMatchObject({ message: 'NO_PERMISSION' })
    })

    test.each(['email[]', 'email[a]'])('rejects a list %s with the code of the field', async (name) => {
      const { helpdesk } = await createTestHelpdesk()
      const response = await serve(helpdesk, {}, (send) =>
        send(
          '/api/user/signup',
          form({ name: 'Jane', [name]: 'jane@customer.example', password: testPassword }),
        ),
      )
      expect(await response.json()).toMatchObject({ message: 'INVALID_EMAIL' })
    })

    test('uses the last of several fields with one name', async () => {
      const desk = await createTestHelpdesk()
      const body = `staff=1&password=${testPassword}&email=other@x.example&email=${desk.admin.email}`
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const response = await serve(desk.helpdesk, {}, (send) =>
        send('/api/user/login', { method: 'POST', headers, body }),
      )
      expect(await response.json()).toMatchObject({ status: 'success' })
    })

    test.each(['__proto__', 'constructor', 'toString'])('accepts a field called %s', async (name) => {
      const { helpdesk } = await createTestHelpdesk()
      const response = await serve(helpdesk, {}, (send) =>
        send('/api/user/check-session', form({ [name]: 'x' })),
      )
      expect(await response.json()).toEqual({ status: 'success', data: { sessionActive: false } })
    })

    test('understands what old clients send for missing values', async () => {
      const desk = await createTestHelpdesk()
      const words = { captcha: 'undefined', file: 'null', csrf_token: 'undefined', csrf_userid: 'null' }
      const fields = { email: desk.admin.email, password: testPassword, staff: '1' }
      await desk.storage.settings.set({ 'recaptcha-private': 'secret' })
      const response = await serve(desk.helpdesk, {}, (send) =>
        send('/api/user/login', multipart({ ...fields, ...words })),
      )
      expect(await response.json()).toMatchObject({ status: 'success' })
    })
  })

  describe('the native wire', () => {
    test('answers with plain types', async () => {
      const desk = await createTestHelpdesk()
      const ticketNumber = await desk.ticket({ author: desk.admin })
      const response = await serve(desk.helpdesk, {}, (send) =>
        send('/api/ticket/get', json({ ...signed(desk.admin), ticketNumber })),
      )
      expect(await dataOf(response)).toMatchObject({
        ticketNumber,
        date: '2026-03-02T12:00:00.000Z',
        edited: false,
        department: { id: 1 },
      })
    })

    test('includes the number of a new ticket', async () => {
      const desk = await createTestHelpdesk()
      const ticket = { ...signed(desk.admin), title: 'Printer', content: 'It smokes.' }
      const response = await serve(desk.helpdesk, {}, (send) => send('/api/ticket/create', json(ticket)))
      expect(await response.json()).toEqual({ status: 'success', data: { ticketNumber: expect.any(Number) } })
    })

    test.each([
      ['/api/user/get', {}, 403, 'NO_PERMISSION'],
      ['/api/user/login', { email: 'x', password: 'y' }, 401, 'INVALID_CREDENTIALS'],
      ['/api/user/signup', { name: '' }, 400, 'INVALID_NAME'],
    ])('%s is rejected with its status', async (path, body, status, message) => {
      const { helpdesk } = await createTestHelpdesk()
      const response = await serve(helpdesk, {}, (send) => send(path, json(body)))
      expect(response.status).toBe(status)
      const { headers } = response
      expect(await response.json()).toMatchObject({
        status: 'fail',
        message,
        data: null,
        detail: expect.stringMatching(/\.$/),
        requestId: headers.get('x-request-id'),
      })
    })

    test('names the wrong parameter', async () => {
      const desk = await createTestHelpdesk()
      await serve(desk.helpdesk, {}, async (send) => {
        const badName = await send('/api/user/signup', json({ name: '' }))
        expect(await badName.json()).toMatchObject({ message: 'INVALID_NAME', field: 'name' })
        const unknown = await send('/api/ticket/get', json({ ...signed(desk.admin), ticketNo: 123456 }))
        expect(unknown.status).toBe(400)
        expect(await unknown.json()).toMatchObject({ message: 'UNKNOWN_FIELD', field: 'ticketNo' })
        const inForm = await send('/api/staff/get', form({ ...signed(desk.admin), ticketNo: '123456' }))
        expect(await inForm.json()).toMatchObject({ status: 'success' })
      })
    })

    test('accepts pictures and custom fields by the names used in forms', async () => {
      const desk = await createTestHelpdesk()
      const ticket = { title: 'Printer', content: 'It smokes.', images: 1, image_0: new File([], 'a.png') }
      const person = { name: 'Jane', email: 'jane@customer.example', password: testPassword }
      await serve(desk.helpdesk, {}, async (send) => {
        const create = await send('/api/ticket/create', json({ ...signed(desk.admin), ...ticket }))
        expect(await create.json()).toMatchObject({ message: 'INVALID_FILE', field: 'images' })
        const signup = await send('/api/user/signup', json({ ...person, customfield_Phone: '1' }))
        expect(await signup.json()).toMatchObject({ status: 'success' })
      })
    })

    describe('in a multipart form', () => {
      const accept = { accept: 'application/vnd.opensupports+json' }
      const withFile = (params: unknown, file = new File(['12:00 smoke'], 'printer.log')) => {
        const body = new FormData()
        body.append('params', typeof params === 'string' ? params : JSON.stringify(params))
        body.append('file', file)
        return { method: 'POST', headers: accept, body }
      }

      test('takes the parameters as JSON beside the files, and answers with plain types', async () => {
        const desk = await createTestHelpdesk()
        const jane = await desk.user()
        const ticket = { ...signed(jane), title: 'null', content: 'It smokes.', departmentId: 1 }
        const response = await serve(desk.helpdesk, {}, (send) =>
          send('/api/ticket/create', withFile(ticket)),
        )
        const { ticketNumber } = (await dataOf(response)) as { ticketNumber: number }
        const made = await desk.helpdesk.ticket.get(jane, { ticketNumber })
        expect(made).toMatchObject({ title: 'null', fileName: 'printer.log' })
      })

      test('refuses with a status and a field', async () => {
        const desk = await createTestHelpdesk()
        const jane = await desk.user()
        const ticket = { ...signed(jane), title: '', content: 'It smokes.' }
        const response = await serve(desk.helpdesk, {}, (send) =>
          send('/api/ticket/create', withFile(ticket)),
        )
        expect(response.status).toBe(400)
        expect(await response.json()).toMatchObject({ message: 'INVALID_TITLE', field: 'title' })
        const unknown = await serve(desk.helpdesk, {}, (send) =>
          send('/api/ticket/create', withFile({ ...signed(jane), titel: 'Printer' })),
        )
        expect(await unknown.json()).toMatchObject({ message: 'UNKNOWN_FIELD', field: 'titel' })
      })

      test.each([
        ['is no object', '[]', 'INVALID_BODY'],
        ['is no JSON', '{"title":', 'INVALID_BODY'],
        ['is nested too deeply', '['.repeat(1000), 'REQUEST_TOO_LARGE'],
        [
          'has too many members',
          Object.fromEntries(Array.from({ length: 600 }, (_, at) => [at, 1])),
          'REQUEST_TOO_LARGE',
        ],
      ])('is refused when `params` %s', async (_, params, message) => {
        const { helpdesk } = await createTestHelpdesk()
        const response = await serve(helpdesk, {}, (send) => send('/api/ticket/create', withFile(params)))
        expect(response.status).not.toBe(200)
        expect(await response.json()).toMatchObject({ status: 'fail', message })
      })

      test('authenticates the caller before it stores a file', async () => {
        const desk = await createTestHelpdesk()
        const jane = await desk.user()
        const file = new File(['x'.repeat(10_000)], 'big.txt')
        const params = { ...signed(jane), password: 'wrong' }
        const response = await serve(desk.helpdesk, {}, (send) =>
          send('/api/system/csv-import', withFile(params, file)),
        )
        expect(response.status).toBe(403)
      })
    })

    test('accepts the dates of its own responses, and true or false for an order', async () => {
      const desk = await createTestHelpdesk()
      const ticketNumber = await desk.ticket({ author: desk.admin })
      await serve(desk.helpdesk, {}, async (send) => {
        const get = await send('/api/ticket/get', json({ ...signed(desk.admin), ticketNumber }))
        const { date } = (await dataOf(get)) as { date: string }
        const search = { dateRange: [date, date], orderBy: { value: 'date', asc: false } }
        const found = await send('/api/ticket/search', json({ ...signed(desk.admin), ...search }))
        expect(await dataOf(found)).toMatchObject({ tickets: [{ ticketNumber }] })
      })
    })

    test.each([
      ['not installed', { install: false }, {}, 503, 'NOT_INSTALLED'],
      ['of a disabled account', {}, { disabled: true }, 403, 'USER_DISABLED'],
    ])(
      'returns a specific error to a caller %s, and NO_PERMISSION to old clients',
      async (_, options, change, status, message) => {
        const desk = await createTestHelpdesk(options)
        const jane = await desk.user()
        await desk.storage.users.update(jane.id, change)
        await serve(desk.helpdesk, {}, async (send) => {
          const answer = await send('/api/user/get', json(signed(jane)))
          expect([answer.status, await answer.json()]).toMatchObject([status, { message }])
          const old = await send('/api/user/get', form(signed(jane)))
          expect(await old.json()).toEqual({ status: 'fail', message: 'NO_PERMISSION', data: null })
        })
      },
    )

    test('reports a ban, and to old clients a disabled account', async () => {
      const desk = await createTestHelpdesk()
      const jane = await desk.user()
      await desk.storage.bans.add(jane.email)
      const login = { email: jane.email, password: testPassword }
      await serve(desk.helpdesk, {}, async (send) => {
        expect(await (await send('/api/user/login', json(login))).json()).toMatchObject({
          message: 'ALREADY_BANNED',
        })
        expect(await (await send('/api/user/login', form(login))).json()).toMatchObject({
          message: 'USER_DISABLED',
        })
      })
    })

    test('returns 429 with the time to retry, on both wires', async () => {
      const { helpdesk } = await createTestHelpdesk({ settings: { 'attempt-limit': '1' } })
      const login = { email: 'ada@helpdesk.example', password: 'wrong horse' }
      await serve(helpdesk, {}, async (send) => {
        await send('/api/user/login', json(login))
        const answer = await send('/api/user/login', json(login))
        expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '900'])
        expect(await answer.json()).toMatchObject({
          message: 'TOO_MANY_REQUESTS',
          data: { retryAfter: 900 },
        })
        const old = await send('/api/user/login', form(login))
        // A code that the form of old clients can show.
        expect(await old.json()).toMatchObject({ message: 'INVALID_CREDENTIALS' })
        expect(old.headers.get('retry-after')).toBe('900')
      })
    })

    test.each([
      ['sends JSON', 'POST', '/api/user/dance', { 'content-type': 'application/json' }],
      ['asks for it', 'GET', '/api/user/login', { accept: 'application/json' }],
      ['shows a token', 'GET', '/api', { authorization: 'Bearer 1.x' }],
    ])('returns JSON for an unknown path to a client that %s', async (_, method, path, headers) => {
      const { helpdesk } = await createTestHelpdesk()
      const response = await serve(helpdesk, {}, (send) => send(path, { method, headers }))
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({
        status: 'fail',
        message: 'NOT_FOUND',
        data: null,
        requestId: expect.any(String),
      })
    })

    test('accepts a session in the header', async () => {
      const desk = await createTestHelpdesk()
      const jane = await desk.user({ name: 'Jane' })
      const authorization = `Bearer ${jane.id}.${jane.token}`
      const response = await serve(desk.helpdesk, {}, (send) =>
        send('/api/user/get', json({}, { authorization })),
      )
      expect(await dataOf(response)).toMatchObject({ name: 'Jane' })
    })

    test('checks a session given an empty object', async () => {
      const { helpdesk } = await createTestHelpdesk()
      const response = await serve(helpdesk, {}, (send) => send('/api/user/check-session', json({})))
      expect(await response.json()).toEqual({ status: 'success', data: { sessionActive: false } })
    })

    test.each([
      [
        'a form of 501 fields',
        form(Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`a${n}`, 'x']))),
      ],
      ['501 members', json(Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`a${n}`, 'x'])))],
      ['deeply nested lists', json(`{"a":${'['.repeat(100_000)}`)],
      ['a long list', json({ a: Array.from({ length: 150_000 }, () => 1) })],
    ])('rejects %s before parsing it', async (_, request) => {
      const { helpdesk } = await createTestHelpdesk()
      const response = await serve(helpdesk, {}, (send) => send('/api/user/login', request))
      expect(await response.json()).toMatchObject({ message: 'REQUEST_TOO_LARGE' })
    })

    test.each(['[]', '"text"', 'null', '{"a":', 'nonsense'])('rejects the body %s', async (body) => {
      const { helpdesk } = await createTestHelpdesk()
      const response = await serve(helpdesk, {}, (send) => send('/api/user/login', json(body)))
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ message: 'INVALID_BODY' })
    })
  })

  describe('every answer', () => {
    test('has headers that restrict browsers', async () => {
      const { helpdesk } = await createTestHelpdesk()
      const { headers } = await serve(helpdesk, {}, (send) => send('/api/user/check-session', form({})))
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('no-store')
    })

    test('carries the id of the request, or a new one in place of an invalid id', async () => {
      const { helpdesk } = await createTestHelpdesk()
      const idFor = (id: string) =>
        serve(helpdesk, {}, async (send) => {
          const response = await send('/api/user/check-session', {
            method: 'POST',
            headers: { 'x-request-id': id },
          })
          return response.headers.get('x-request-id')
        })
      expect(await idFor('from-the-proxy.1')).toBe('from-the-proxy.1')
      expect(await idFor('a b')).toMatch(/^[0-9a-f-]{36}$/)
    })

    test('goes into the access log, with its code', async () => {
      const { helpdesk } = await createTestHelpdesk()
      const entries: object[] = []
      const log = (entry: object) => void entries.push(entry)
      await serve(helpdesk, { log }, (send) => send('/api/user/get', form({})))
      expect(entries).toEqual([
        expect.objectContaining({
          method: 'POST',
          path: '/api/user/get',
          status: 200,
          code: 'NO_PERMISSION',
        }),
      ])
    })

    test('is sent even when the access log throws', async () => {
      const log = { info: () => {}, warn: () => {}, error: vi.fn() }
      const { helpdesk } = await createTestHelpdesk({ log })
      const broken = () => {
        throw new Error('the disk of the log is full')
      }
      const response = await serve(helpdesk, { log: broken }, (send) =>
        send('/api/user/check-session', form({})),
      )
      expect(await response.json()).toMatchObject({ status: 'success' })
      expect(log.error).toHaveBeenCalledOnce()
    })

    test('to an internal failure is INTERNAL_ERROR, without its cause', async () => {
      const log = { info: () => {}, warn: () => {}, error: () => {} }
      const desk = await createTestHelpdesk({ log })
      const helpdesk = desk.helpdesk
      await desk.storage.close()
      desk.storage.settings.all = () => Promise.reject(new Error('no such table: setting'))
      const response = await serve(helpdesk, {}, (send) => send('/api/system/get-settings', json({})))
      expect(response.status).toBe(500)
      expect(await response.json()).toEqual({
        status: 'fail',
        message: 'INTERNAL_ERROR',
        data: null,
        detail: expect.any(String),
        requestId: response.headers.get('x-request-id'),
      })
    })
  })

  describe('the OpenAPI document', () => {
    test('describes the API at its public path', async () => {
      const { helpdesk } = await createTestHelpdesk()
      const options = { basePath: '/api', publicPath: '/support/api' }
      const response = await serve(helpdesk, options, (send) => send('/api/openapi.json'))
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('application/json')
      expect(await response.json()).toMatchObject({
        openapi: '3.1.1',
        servers: [{ url: '/support/api' }],
        paths: { '/ticket/close': { post: { operationId: 'ticket.close' } } },
      })
    })

    test('describes the forms of 4.11 beside it', async () => {
      const { helpdesk } = await createTestHelpdesk()
      const response = await serve(helpdesk, {}, (send) => send('/api/openapi-4.11.json'))
      expect(await response.json()).toMatchObject({
        openapi: '3.1.1',
        servers: [{ url: '/api' }],
        paths: {
          '/ticket/close': {
            post: { requestBody: { content: { 'application/x-www-form-urlencoded': expect.anything() } } },
          },
        },
      })
    })

    test('is an internal error if an operation cannot be described', async () => {
      const logged: string[] = []
      const log = {
        info: () => {},
        warn: () => {},
        error: (_: object, text: string) => void logged.push(text),
      }
      const desk = await createTestHelpdesk({ log })
      const [[path, operation] = []] = desk.helpdesk.operations
      const operations = new Map(desk.helpdesk.operations)
      if (path && operation) operations.set(path, { ...operation, data: { type: 'unheard of' } })
      Object.assign(desk.helpdesk, { operations })
      const response = await serve(desk.helpdesk, {}, (send) => send('/api/openapi.json'))
      expect(response.status).toBe(500)
      expect(await response.json()).toMatchObject({ message: 'INTERNAL_ERROR' })
      expect(logged).toEqual(['a request failed'])
    })

    test('is served before the installation, with its page, and both can be turned off', async () => {
      const { helpdesk } = await createTestHelpdesk({ install: false })
      const statuses = (options: HandlerOptions) =>
        serve(helpdesk, options, (send) =>
          Promise.all(
            ['openapi.json', 'openapi-4.11.json', 'docs'].map(
              async (path) => (await send(`/api/${path}`)).status,
            ),
          ),
        )
      expect(await statuses({})).toEqual([200, 200, 200])
      expect(await statuses({ docs: false })).toEqual([200, 200, 404])
      expect(await statuses({ openApi: false, docs: true })).toEqual([404, 404, 404])
    })

    test('has a page that may load nothing but its own style and script', async () => {
      const { helpdesk } = await createTestHelpdesk()
      const response = await serve(helpdesk, { publicPath: '/support/api' }, (send) => send('/api/docs'))
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      const policy = response.headers.get('content-security-policy')
      expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'; base-uri/)
      const page = await response.text()
      expect(page).toContain('/support/api')
      for (const [, content = ''] of page.matchAll(/<(?:style|script)>(.*?)<\/(?:style|script)>/gs))
        expect(policy).toContain(createHash('sha256').update(content).digest('base64'))
    })
  })

  describe('other origins', () => {
    const cors = { origins: ['https://shop.example'] }

    test('are allowed when they are on the list', async () => {
      const { helpdesk } = await createTestHelpdesk()
      const headers = { origin: 'https://shop.example' }
      await serve(helpdesk, { cors }, async (send) => {
        const preflight = await send('/api/user/login', { method: 'OPTIONS', headers })
        expect(preflight.status).toBe(204)
        expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, POST')
        expect((await send('/elsewhere', { method: 'OPTIONS', headers })).status).toBe(404)
        const call = await send('/api/user/check-session', { method: 'POST', headers })
        expect(call.headers.get('access-control-allow-origin')).toBe('https://shop.example')
        expect(call.headers.get('vary')).toBe('Origin')
        const readable = call.headers.get('access-control-expose-headers')
        expect(readable).toBe('content-disposition, retry-after, x-request-id')
      })
    })

    test('are rejected when they are not', async () => {
      const { helpdesk } = await createTestHelpdesk()
      const headers = { origin: 'https://evil.example' }
      await serve(helpdesk, { cors }, async (send) => {
        expect((await send('/api/user/login', { method: 'OPTIONS', headers })).status).toBe(404)
        const call = await send('/api/user/check-session', { method: 'POST', headers })
        expect(call.headers.get('access-control-allow-origin')).toBeNull()
      })
    })
  })

  describe('limits', () => {
    const limits = { fieldsSize: 1000, fields: 10, fileSize: 2000, files: 2, filesSize: 3000 }
    const large = 'x'.repeat(1500)
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`field${index}`, 'x']))
    const file = (size: number) => new File(['x'.repeat(size)], 'a.txt')

    test.each([
      ['a form that is too large', form({ large }), 'REQUEST_TOO_LARGE'],
      ['JSON that is too large', json({ large }), 'REQUEST_TOO_LARGE'],
      ['a multipart form with too large fields', multipart({ large }), 'REQUEST_TOO_LARGE'],
      ['a form with too many fields', form(many), 'REQUEST_TOO_LARGE'],
      ['a multipart form with too many fields', multipart(many), 'REQUEST_TOO_LARGE'],
      ['a file that is too large', multipart({ file: file(2500) }), 'INVALID_FILE'],
      ['too many files', multipart({ a: file(1), b: file(1), c: file(1) }), 'REQUEST_TOO_LARGE'],
    ])('reject %s', async (_, request, message) => {
      const { helpdesk } = await createTestHelpdesk()
      const response = await serve(helpdesk, { limits }, (send) => send('/api/user/check-session', request))
      expect(await response.json()).toMatchObject({ status: 'fail', message })
    })

    test('reject files that are too large together', async () => {
      const { helpdesk } = await createTestHelpdesk()
      const request = multipart({ a: file(1800), b: file(1800) })
      const response = await serve(helpdesk, { limits }, (send) => send('/api/user/check-session', request))
      expect(await response.json()).toMatchObject({ message: 'REQUEST_TOO_LARGE' })
    })

    test('reject a broken multipart form', async () => {
      const { helpdesk } = await createTestHelpdesk()
      const headers = { 'content-type': 'multipart/form-data; boundary=x' }
      const response = await serve(helpdesk, {}, (send) =>
        send('/api/user/check-session', { method: 'POST', headers, body: '--y\r\nnonsense' }),
      )
      expect(await response.json()).toMatchObject({ message: 'INVALID_BODY' })
    })
  })
})
