import { nativeMediaType } from '../call/index.js'
import { type ErrorCode, errorCodes, isPossibleEverywhere, OpenSupportsError } from '../errors.js'
import type { OpenSupports } from '../opensupports.js'
import { type AnyOperation, errorsOf, isForTokens, methodName, type Permission } from '../operation/index.js'
import { descriptions } from './descriptions.js'
import { type Inside, type JsonSchema, jsonSchemaOf, type Naming, objectSchema } from './json-schema.js'

/** An OpenAPI document, as JSON. */
export interface OpenApiDocument {
  readonly openapi: '3.1.1'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** What the document says of the server, which the helpdesk does not know. */
export interface OpenApiOptions {
  /** The address of the API. Default: the one that the helpdesk was given, else `/api`. */
  readonly url?: string | undefined
  /** The version of the document. Default 4.11. */
  readonly version?: string | undefined
}

const about = `The API of an OpenSupports helpdesk.

Requests are JSON. An answer is \`{"status": "success", "data": …}\`; a refusal is \`{"status": "fail", "message": CODE, …}\` \
with a status of its own. Dates are ISO 8601 texts in UTC.

The same paths take forms (\`application/x-www-form-urlencoded\` or \`multipart/form-data\`), as OpenSupports 4.11 does. Then \
they always answer with status 200; ids, flags and dates are texts, and the session is in the fields \`csrf_userid\` and \
\`csrf_token\`.`

const tags = [
  { name: 'user', description: 'Users: sign-up, sign-in and their own data.' },
  { name: 'staff', description: 'Staff members, and the lists of tickets that they work on.' },
  { name: 'ticket', description: 'Tickets and their history.' },
  { name: 'article', description: 'Articles in topics.' },
  { name: 'system', description: 'Installation, settings, departments, downloads.' },
]

const callers: Readonly<Record<Permission, string>> = {
  any: 'Anybody may call it.',
  user: 'For users and staff.',
  staff_1: 'For staff.',
  staff_2: 'For staff of level 2 or 3.',
  staff_3: 'For staff of level 3.',
}

/** Codes that come from reading the request. */
const ofRequests: readonly ErrorCode[] = ['INVALID_BODY', 'NOT_FOUND', 'REQUEST_TOO_LARGE']

const everywhere = errorCodes.filter((code) => isPossibleEverywhere(code) || ofRequests.includes(code))

const binary: JsonSchema = { type: 'string', format: 'binary' }

/**
 * Returns the OpenAPI 3.1 document of a helpdesk: every path with its parameters, its answer, and the codes that it may
 * refuse with. Descriptions are those of the doc comments.
 *
 * @example
 * await writeFile('openapi.json', JSON.stringify(openApi(helpdesk)))
 */
export function openApi(helpdesk: OpenSupports, options: OpenApiOptions = {}): OpenApiDocument {
  const naming: Naming = { types: descriptions.types, components: {} }
  const paths = [...helpdesk.operations.values()].map((operation) => [
    operation.path,
    { [operation.http === 'GET' ? 'get' : 'post']: operationObject(operation, naming) },
  ])
  const document: OpenApiDocument = {
    openapi: '3.1.1',
    info: { title: 'OpenSupports', version: options.version ?? '4.11', description: about },
    servers: [{ url: options.url ?? helpdesk.apiUrl ?? '/api' }],
    tags: tagsOf(helpdesk),
    paths: Object.fromEntries(paths),
    components: {
      schemas: { ...naming.components, ErrorCode: codeSchema(codesOf(helpdesk)), Failure: failure },
      responses: { Refused: { description: meanings(everywhere), content: json(failureReference) } },
      securitySchemes: {
        session: {
          type: 'http',
          scheme: 'bearer',
          description: '`<userId>.<token>`, of what `/user/login` or `/ticket/check` answers.',
        },
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'ost_…',
          description:
            'An access token of `/system/create-token`. Its scopes are names of operations, which are the operation ids here, or of groups, such as `ticket.*`.',
        },
      },
    },
  }
  // Leaves out what is undefined.
  return JSON.parse(JSON.stringify(document)) as OpenApiDocument
}

const groupOf = ({ path }: AnyOperation): string => path.split('/')[1] ?? ''

/** Returns the tags of the helpdesk's groups, and of the host's. */
function tagsOf({ operations }: OpenSupports): OpenApiDocument['tags'] {
  const known = new Set(tags.map(({ name }) => name))
  const own = new Set([...operations.values()].map(groupOf).filter((name) => !known.has(name)))
  return [...tags, ...[...own].map((name) => ({ name, description: 'Operations of the host.' }))]
}

/** Returns all codes of the helpdesk, and those that operations of the host declare. */
const codesOf = ({ operations }: OpenSupports): readonly ErrorCode[] => [
  ...new Set([...errorCodes, ...[...operations.values()].flatMap(errorsOf)]),
]

const json = (schema: JsonSchema) => ({ 'application/json': { schema } })

const codeSchema = (codes: readonly ErrorCode[]): JsonSchema => ({
  type: 'string',
  oneOf: codes.map((code) => ({ const: code, description: new OpenSupportsError(code).detail })),
})

const countOfPictures: JsonSchema = {
  type: 'integer',
  description: 'In a form, the number of its pictures `image_0`, `image_1`, …',
}

const failureReference: JsonSchema = { $ref: '#/components/schemas/Failure' }

const failure: JsonSchema = {
  type: 'object',
  description: 'A refusal.',
  properties: {
    status: { const: 'fail' },
    message: { $ref: '#/components/schemas/ErrorCode' },
    data: { description: 'Extra data of a few codes, such as `{ retryAfter }` in seconds; else null.' },
    detail: { type: 'string', description: 'What the code means, and what to do about it: for developers.' },
    field: { type: 'string', description: 'The invalid parameter, if known.' },
    requestId: { type: 'string', description: 'The id under which the server has logged the request.' },
  },
  required: ['status', 'message', 'data', 'detail', 'requestId'],
}

const meanings = (codes: readonly ErrorCode[]) =>
  codes.map((code) => `- \`${code}\`: ${new OpenSupportsError(code).detail}`).join('\n')

function operationObject(operation: AnyOperation, naming: Naming) {
  const { path, permission, guests, ticketSession, http, params, idempotent } = operation
  const { doc = operation.description ?? '', params: paramsType = '' } = descriptions.operations[path] ?? {}
  const [first = '', ...rest] = doc.split('\n\n')
  const refusals = rest
    .find((paragraph) => paragraph.startsWith('@throws'))
    ?.replace('@throws', 'Refuses with')
  const also = [guests && 'Guests may call it too.', ticketSession && 'A ticket session will do.']
  const who = [callers[permission], ...also].filter(Boolean).join(' ')
  const others = rest.filter((paragraph) => !paragraph.startsWith('@throws'))
  const known = isForTokens(operation) ? [{ session: [] }, { accessToken: [] }] : [{ session: [] }]
  return {
    operationId: methodName(path),
    tags: [groupOf(operation)],
    summary: /^.*?\.(?= |$)/.exec(first)?.[0] ?? first,
    description: [first, ...others, refusals, who].filter(Boolean).join('\n\n'),
    security: permission === 'any' || guests ? [...known, {}] : known,
    parameters: http === 'GET' ? queryParameters(operation, paramsType, naming) : idempotent && [keyHeader],
    requestBody: http === 'GET' ? undefined : requestBody(params, paramsType, naming),
    responses: responses(operation, naming),
  }
}

const keyHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A new text for each ticket or comment. For 24 hours, the same request with the same key gets the first answer, and nothing is written twice.',
  schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
}

/** Returns the parameters by their names on the wire. */
const entriesOf = (params: AnyOperation['params']) =>
  Object.entries(params).map(([key, parameter]) => {
    const { schema, field, upload } = parameter as (typeof params)[string] & { readonly schema: Inside }
    return { name: field ?? key, schema, isFile: upload === true }
  })

function queryParameters({ params }: AnyOperation, type: string, naming: Naming) {
  const fields = naming.types[type]?.fields ?? {}
  return entriesOf(params).map(({ name, schema }) => ({
    name,
    in: 'query',
    required: true,
    description: fields[name]?.doc || undefined,
    schema: jsonSchemaOf(schema, '', naming),
  }))
}

function requestBody(params: AnyOperation['params'], type: string, naming: Naming) {
  const entries = entriesOf(params)
  const values = entries.filter(({ isFile }) => !isFile)
  const files = entries.filter(({ isFile }) => isFile)
  const schemas = Object.fromEntries(values.map(({ name, schema }) => [name, schema]))
  const isList = files.some(({ name }) => name === 'images')
  const more = isList ? { images: countOfPictures } : {}
  const schema = objectSchema(schemas, type, naming, more)
  if (files.length === 0) return { required: true, content: json(schema) }
  const single = files.filter(({ name }) => name !== 'images').map(({ name }) => [name, binary])
  return {
    required: true,
    description: `With files, a form whose field \`params\` is the parameters as JSON, sent with \`accept: ${nativeMediaType}\`.`,
    content: {
      ...json(schema),
      'multipart/form-data': {
        schema: {
          type: 'object',
          properties: Object.assign({ params: schema }, Object.fromEntries(single)),
          patternProperties: isList ? { '^image_[0-9]{1,2}$': binary } : undefined,
          required: ['params'],
        },
        encoding: { params: { contentType: 'application/json' } },
      },
    },
  }
}

/** Returns the codes of every operation that have this status, besides its own. */
const alsoWith = (status: number, codes: readonly ErrorCode[]) =>
  everywhere.filter((code) => !codes.includes(code) && new OpenSupportsError(code).status === status)

function responses(operation: AnyOperation, naming: Naming) {
  const { path, answersFile, data } = operation
  const type = descriptions.operations[path]?.data ?? ''
  const envelope = (schema: JsonSchema): JsonSchema => ({
    type: 'object',
    properties: { status: { const: 'success' }, data: schema },
    required: ['status', 'data'],
  })
  const none = type.includes('null') && operation.http !== 'GET' ? json(envelope({ type: 'null' })) : {}
  const content = answersFile
    ? { 'application/octet-stream': { schema: binary }, ...none }
    : json(envelope(jsonSchemaOf(data as Inside, type, naming)))
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of errorsOf(operation)) {
    const { status } = new OpenSupportsError(code)
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  const refused = [...byStatus].map(([status, codes]) => [
    String(status),
    {
      description: meanings(codes),
      content: json({
        allOf: [
          failureReference,
          { properties: { message: { enum: [...codes, ...alsoWith(status, codes)] } } },
        ],
      }),
    },
  ])
  return {
    200: { description: answersFile ? 'The file.' : 'The answer.', content },
    ...Object.fromEntries(refused),
    default: { $ref: '#/components/responses/Refused' },
  }
}
