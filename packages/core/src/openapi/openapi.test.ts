import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import { errorCodes, OpenSupportsError } from '../errors.js'
import { OpenSupports } from '../opensupports.js'
import { errorsOf } from '../operation/index.js'
import { memoryStorage } from '../storage/memory/index.js'
import { openApi } from './index.js'

type Content = Readonly<Record<string, { readonly schema: object; readonly example?: unknown }>>

interface Described {
  readonly operationId: string
  readonly summary: string
  readonly description: string
  readonly security: readonly object[]
  readonly parameters?: readonly object[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>
}

const wires = ['native', '4.11'] as const
const helpdesk = new OpenSupports({ storage: memoryStorage() })
const document = openApi(helpdesk)
const { schemas = {} } = document.components as Record<string, Record<string, Record<string, unknown>>>
const operations = [...helpdesk.operations.values()]
const described = (path: string): Described => {
  const [each] = Object.values(document.paths[path] ?? {})
  return each as Described
}

/** Returns the places of the schemas that say nothing of a value. */
const emptyAmong = (found: readonly [place: string, schema: object][]): string[] =>
  found
    .filter(([, schema]) => Object.keys(schema).every((keyword) => keyword === 'description'))
    .map(([place]) => place)

/** Lists the schemas inside of a value, with their places. */
function schemasIn(value: unknown, place = ''): [place: string, schema: object][] {
  if (typeof value !== 'object' || value === null) return []
  const isSchema =
    /\/(?:schema|items|contentSchema|additionalProperties|schemas\/\w+|(?:p|patternP)roperties\/[^/]+|(?:anyOf|allOf|prefixItems)\/\d+)$/.test(
      place,
    )
  const inside = Object.entries(value).flatMap(([key, each]) => schemasIn(each, `${place}/${key}`))
  return isSchema ? [[place, value], ...inside] : inside
}

test.each(wires)('the document of the wire %s is valid OpenAPI 3.1', async (wire) => {
  const result = await new Validator().validate({ ...openApi(helpdesk, { wire }) })
  expect(result).toEqual({ valid: true })
})

describe('every operation', () => {
  test('is described, under the name of its method', () => {
    expect(Object.keys(document.paths)).toEqual([...operations.map(({ path }) => path), '/events'])
    const names = (['user', 'staff', 'ticket', 'article', 'system'] as const).flatMap((group) =>
      Object.keys(helpdesk[group]).map((method) => `${group}.${method}`),
    )
    expect(operations.map(({ path }) => described(path).operationId)).toEqual(names)
    const mute = operations.filter(({ path }) => !/^[A-Z].*[.:]$/.test(described(path).summary))
    expect(
      mute.map(({ path }) => [path, described(path).summary]),
      'these need a doc comment above `operation<…>()` that begins with a sentence',
    ).toEqual([])
  })

  test.each(wires)('has a request and an answer that a test has run, on the wire %s', (wire) => {
    const { paths } = openApi(helpdesk, { wire })
    const without = operations.filter(({ path, answersFile }) => {
      const examples = JSON.stringify(paths[path]).match(/"example":/g)?.length ?? 0
      return examples < (answersFile ? 1 : 2)
    })
    expect(
      without.map(({ path }) => path),
      'add a story of each to packages/server/src/examples, and run `npx vitest run packages/server/src/examples -u`',
    ).toEqual([])
  })

  test('says who may call it', () => {
    expect(described('/ticket/close').description).toContain('For users and staff.')
    expect(described('/system/add-department').description).toContain('For staff of level 3.')
    expect(described('/ticket/create').security).toEqual([{ session: [] }, { accessToken: [] }, {}])
    expect(described('/ticket/close').security).toEqual([{ session: [] }, { accessToken: [] }])
    expect(described('/system/create-token').security).toEqual([{ session: [] }])
  })

  test('lists every code that it refuses with, by status', () => {
    for (const operation of operations) {
      const { responses } = described(operation.path)
      for (const code of errorsOf(operation)) {
        const { status, detail } = new OpenSupportsError(code)
        expect(responses[status]?.description, operation.path).toContain(`\`${code}\`: ${detail}`)
      }
    }
  })

  test('has its parameters by their names on the wire', () => {
    for (const { path, http, params } of operations) {
      const names = Object.entries(params).map(([key, { field }]) => field ?? key)
      const { requestBody, parameters = [] } = described(path)
      const text = JSON.stringify(requestBody ?? parameters)
      const component = /#\/components\/schemas\/(\w+Params)/.exec(text)?.[1] ?? ''
      const all = text + JSON.stringify(schemas[component] ?? {})
      for (const name of names) expect(all, `${path} ${http}`).toContain(`"${name}"`)
    }
  })
})

test('an example has the request and the answer', () => {
  const { requestBody, responses } = described('/ticket/create')
  expect(requestBody?.content['application/json']?.example).toEqual({
    title: 'The printer smokes',
    content: 'Since this morning.',
    departmentId: 1,
    language: 'en',
  })
  expect(responses[200]?.content?.['application/json']?.example).toEqual({
    status: 'success',
    data: { ticketNumber: expect.any(Number) },
  })
})

test('the stream of events names every event', () => {
  const { properties } = schemas.StreamedEvent as { properties: { name: { oneOf: { const: string }[] } } }
  const names = properties.name.oneOf.map((each) => each.const)
  expect(names).toContain('events.gone')
  expect(names.length).toBeGreaterThan(50)
  const { get } = document.paths['/events'] as { get: Described }
  expect(get.responses[200]?.content?.['text/event-stream']?.example).toContain('"name":"ticket.created"')
})

test('every code has its meaning', () => {
  const listed = schemas.ErrorCode?.oneOf as readonly { const: string; description: string }[]
  expect(listed.map((each) => each.const)).toEqual(errorCodes)
  expect(listed.filter(({ description }) => description.length < 10)).toEqual([])
})

test.each(wires)('no schema is empty on the wire %s', (wire) => {
  const found = schemasIn(openApi(helpdesk, { wire }))
  expect(found.length).toBeGreaterThan(1000)
  expect(
    emptyAmong(found),
    'these accept anything: give their schema `v.metadata({ jsonSchema: { … } })`, which says what it accepts',
  ).toEqual([])
})

test('schemas say what the types and the comments say', () => {
  expect(schemas.CreateTicketParams).toEqual({
    type: 'object',
    description: 'What `/ticket/create` takes.',
    properties: {
      title: { type: 'string', minLength: 1, maxLength: 200, description: '1 to 200 characters.' },
      content: {
        anyOf: [
          { type: 'string', maxLength: 1_000_000 },
          {
            type: 'object',
            properties: { text: { type: 'string', maxLength: 20_000 } },
            required: ['text'],
            additionalProperties: false,
          },
          {
            type: 'object',
            properties: { markdown: { type: 'string', maxLength: 20_000 } },
            required: ['markdown'],
            additionalProperties: false,
          },
        ],
        description: expect.stringContaining('10,000 bytes'),
      },
      departmentId: {
        type: 'integer',
        minimum: 1,
        maximum: 4_294_967_295,
        description: 'Default: the setting `default-department-id`.',
      },
      language: {
        enum: expect.arrayContaining(['en', 'de']),
        description: 'Default: the setting `language`.',
      },
      captcha: { type: 'string' },
      email: { type: 'string', description: 'Only for guests.' },
      name: { type: 'string', description: 'Of a guest.' },
      apiKey: { type: 'string', description: 'Replaces a captcha.' },
      images: { type: 'integer', description: expect.stringContaining('the number of its pictures') },
    },
    required: ['title', 'content'],
    additionalProperties: false,
  })
  const { properties, required } = schemas.GetTicketAnswer as {
    properties: Record<string, unknown>
    required: string[]
  }
  expect(properties).toMatchObject({
    ticketNumber: { type: 'number' },
    allowed: { type: 'array', items: { type: 'string' } },
    date: { type: 'string', format: 'date-time' },
    events: { type: 'array', items: { $ref: '#/components/schemas/GetTicketEvent' } },
    owner: { anyOf: [{ $ref: '#/components/schemas/TicketOwner' }, { type: 'null' }] },
    file: { type: ['string', 'null'] },
  })
  expect(required).toContain('ticketNumber')
})

test('lists, dates and flags have the types of the native wire', () => {
  const { properties } = schemas.SearchTicketsParams as { properties: Record<string, unknown> }
  expect(properties).toMatchObject({
    tags: { type: 'array', maxItems: 500, items: { type: 'integer' } },
    closed: { type: 'boolean' },
    dateRange: {
      type: 'array',
      prefixItems: Array.from({ length: 2 }, () => ({
        anyOf: [
          { type: 'string', format: 'date-time' },
          { type: 'string', format: 'date' },
          { type: 'number' },
        ],
      })),
    },
  })
})

test('the address of the API is the one that the helpdesk was given', () => {
  const apiUrl = 'https://desk.example/api'
  const given = new OpenSupports({ storage: memoryStorage(), apiUrl })
  expect(openApi(given).servers).toEqual([{ url: apiUrl }])
  expect(openApi(given, { url: '/support' }).servers).toEqual([{ url: '/support' }])
  expect(document.servers).toEqual([{ url: '/api' }])
})
