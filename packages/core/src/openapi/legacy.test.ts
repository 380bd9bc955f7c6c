import { expect, test } from 'vitest'
import { OpenSupports } from '../opensupports.js'
import { errorsOf, legacyCode } from '../operation/index.js'
import { memoryStorage } from '../storage/memory/index.js'
import { openApi } from './index.js'

interface Described {
  readonly requestBody: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<Record<string, Answer>>
}

interface Answer {
  readonly description: string
  readonly content: Readonly<Record<string, { readonly schema: Schema }>>
}

interface Schema {
  readonly properties?: Readonly<Record<string, object>>
  readonly patternProperties?: Readonly<Record<string, object>>
  readonly required?: readonly string[]
  readonly anyOf?: readonly Schema[]
}

const helpdesk = new OpenSupports({ storage: memoryStorage() })
const document = openApi(helpdesk, { wire: '4.11' })
const { schemas = {} } = document.components as Record<string, Record<string, Schema>>
const post = (path: string) => document.paths[path]?.post as Described

test('the document of the wire of 4.11 has the same operations, which answer with status 200', () => {
  const operations = [...helpdesk.operations.values()]
  expect(Object.keys(document.paths)).toEqual(operations.map(({ path }) => path))
  for (const operation of operations.filter(({ http }) => http !== 'GET')) {
    const { responses } = post(operation.path)
    expect(Object.keys(responses)).toEqual(['200'])
    for (const code of errorsOf(operation))
      expect(responses[200]?.description, operation.path).toContain(`\`${legacyCode(code, operation)}\`: `)
  }
})

test('parameters are texts of a form, with the session in two of them', () => {
  const { content } = post('/ticket/search').requestBody
  expect(Object.keys(content)).toEqual(['application/x-www-form-urlencoded'])
  expect(content['application/x-www-form-urlencoded']?.schema.properties).toMatchObject({
    page: { type: 'string', pattern: '^[0-9]{1,16}$' },
    closed: { enum: ['1', '0'] },
    tags: {
      type: 'string',
      contentMediaType: 'application/json',
      contentSchema: { type: 'array', items: { type: 'integer' } },
    },
    dateRange: { contentSchema: { prefixItems: [{ type: 'number' }, { type: 'number' }] } },
    csrf_userid: { type: 'string' },
    csrf_token: { type: 'string' },
  })
})

test('files, pictures and custom fields have fields of their own', () => {
  const { schema } = post('/ticket/create').requestBody.content['multipart/form-data'] ?? {}
  expect(schema?.required).toEqual(['title', 'content'])
  expect(schema?.properties).toMatchObject({
    content: { type: 'string' },
    file: { format: 'binary' },
    images: { type: 'string' },
  })
  expect(schema?.patternProperties).toEqual({
    '^image_[0-9]{1,2}$': { type: 'string', format: 'binary' },
  })
  const signup = post('/user/signup').requestBody.content['application/x-www-form-urlencoded']?.schema
  expect(signup?.patternProperties).toEqual({ '^customfield_': { type: 'string' } })
  expect(Object.keys(signup?.properties ?? {})).not.toContain('customfields')
})

test('columns of answers are texts, and what 4.11 lacks is left out', () => {
  expect(schemas.Ticket?.properties).toMatchObject({
    ticketNumber: { type: 'string' },
    date: { type: 'string', pattern: '^[0-9]{12}$' },
    closed: { type: 'boolean' },
    edited: { enum: ['1', null] },
    owner: { anyOf: [{ $ref: '#/components/schemas/TicketOwner' }, { type: 'null' }] },
  })
  expect(Object.keys(schemas.Ticket?.properties ?? {})).not.toContain('fileName')
  expect(schemas.TicketEvent?.properties?.author).toMatchObject({
    anyOf: [{ $ref: '#/components/schemas/EventAuthor' }, { type: 'array', maxItems: 0 }],
  })
})
