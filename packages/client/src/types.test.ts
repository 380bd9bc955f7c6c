import { fileURLToPath } from 'node:url'
import type { CreatedTicket, GetTicketAnswer, GetTicketParams, OpenSupports } from '@opensupports/core'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { openInEditor } from '../../core/src/language-server.test-support.js'
import {
  type Client,
  createClient,
  type DownloadedFile,
  type RequestOptions,
  type SentFile,
} from './index.js'

// These functions are never called. `npm run typecheck` fails if one of them does not compile.
describe('the compiler knows', () => {
  const client = createClient({ url: '/api' })

  test('parameters and answers, without the session', () => {
    expectTypeOf(client.ticket.get).parameter(0).toEqualTypeOf<GetTicketParams>()
    expectTypeOf(client.ticket.get).parameter(1).toEqualTypeOf<RequestOptions | undefined>()
    expectTypeOf(client.ticket.get).returns.toEqualTypeOf<Promise<GetTicketAnswer>>()
    expectTypeOf(client.ticket.create).returns.toEqualTypeOf<Promise<CreatedTicket>>()
    expectTypeOf<Awaited<ReturnType<typeof client.ticket.get>>['date']>().toEqualTypeOf<Date>()
    expectTypeOf(client.ticket.close).returns.toEqualTypeOf<Promise<null>>()
  })

  test('files both ways', () => {
    type Created = Parameters<typeof client.ticket.create>[0]
    expectTypeOf<Created['file']>().toEqualTypeOf<SentFile | undefined>()
    expectTypeOf<Created['images']>().toEqualTypeOf<readonly SentFile[] | undefined>()
    expectTypeOf<Created['title']>().toEqualTypeOf<string>()
    expectTypeOf(client.system.download).returns.toEqualTypeOf<Promise<DownloadedFile | null>>()
    expectTypeOf(client.system.backupDatabase).returns.toEqualTypeOf<Promise<DownloadedFile>>()
  })

  test('a helpdesk with more groups, and takes nothing but groups', () => {
    interface Own extends OpenSupports {
      readonly billing: Pick<OpenSupports['ticket'], 'get'>
    }
    expectTypeOf<Client<Own>['billing']['get']>().toEqualTypeOf<typeof client.ticket.get>()
    type Groups = 'session' | 'events' | 'user' | 'staff' | 'ticket' | 'article' | 'system'
    expectTypeOf<keyof Client>().toEqualTypeOf<Groups>()
  })

  test('mistakes', () => {
    const never = () => {
      // @ts-expect-error a parameter is missing
      client.ticket.get({})
      // @ts-expect-error the parameters are missing
      client.ticket.get()
      // @ts-expect-error there is no such parameter
      client.ticket.get({ ticketNumber: 1, number: 1 })
      // @ts-expect-error there is no such method
      client.ticket.open({})
      // @ts-expect-error a text is no file
      client.ticket.create({ title: '', content: '', file: 'a.txt' })
      // Optional parameters may be left out.
      return [client.system.getSettings(), client.user.logout(), client.ticket.getTags()]
    }
    expect(never).toBeTypeOf('function')
  })
})

describe('in an editor', () => {
  const heading = [
    "import { createClient } from './index.js'",
    "const client = createClient({ url: '/api' })",
  ]
  const shown = async (line: string) => {
    const app = fileURLToPath(new URL('app.ts', import.meta.url))
    const editor = await openInEditor(app, [...heading, line].join('\n'))
    try {
      const position = { line: heading.length, character: line.lastIndexOf('.') + 1 }
      return { hover: await editor.hover(position), definition: await editor.definition(position) }
    } finally {
      await editor.close()
    }
  }

  test.each([
    ['client.ticket.get', '(params: GetTicketParams, options?: RequestOptions', 'Promise<GetTicketAnswer>'],
    [
      'client.ticket.create',
      '(params: WithSentFiles<CreateTicketParams>, options?: RequestOptions',
      'Promise<CreatedTicket>',
    ],
    ['client.system.getSettings', '(params?: GetSettingsParams', 'Promise<ShownSettings | null>'],
  ])('hovering over `%s` shows named types', async (line, params, answer) => {
    const { hover } = await shown(line)
    expect(hover).toContain(params)
    expect(hover).toContain(answer)
  })

  test('go-to-definition opens the file of the operation', async () => {
    const { definition } = await shown('client.ticket.close')
    expect(definition).toEqual([expect.stringMatching(/core\/src\/operations\/ticket\/close\.ts$/)])
  })
})
