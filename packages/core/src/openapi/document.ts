import type { Wire } from '../call/index.js'
import type { OpenSupports } from '../opensupports.js'
import { descriptions } from './descriptions.js'
import { eventStream } from './events.js'
import type { Naming } from './json-schema.js'
import { legacyOperation } from './legacy.js'
import { nativeOperation } from './native.js'
import { groupOf, json, securitySchemes } from './parts.js'
import { codeSchema, codesOf, codesOfAll, failure, failureWith, legacyFailure, meanings } from './refusals.js'

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
  /** The wire that the document describes: JSON, or the forms of OpenSupports 4.11. Default: native. */
  readonly wire?: Wire
}

const about = `The API of an OpenSupports helpdesk.

Requests are JSON. An answer is \`{"status": "success", "data": …}\`; a refusal is \`{"status": "fail", "message": CODE, …}\` \
with a status of its own. Dates are ISO 8601 texts in UTC.

The same paths take forms, as OpenSupports 4.11 does: \`openapi-4.11.json\`, beside this document, describes these.`

const aboutLegacy = `The API of an OpenSupports helpdesk for clients of OpenSupports 4.11. New clients should send JSON, which \
\`openapi.json\`, beside this document, describes.

Requests are forms (\`application/x-www-form-urlencoded\` or \`multipart/form-data\`), with the session in the fields \
\`csrf_userid\` and \`csrf_token\`. Unknown fields are ignored. An answer is \`{"status": "success", "data": …}\`, and a refusal \
\`{"status": "fail", "message": CODE, "data": null}\`, both with status 200. Ids, flags and dates are texts.`

const tags = [
  { name: 'user', description: 'Users: sign-up, sign-in and their own data.' },
  { name: 'staff', description: 'Staff members, and the lists of tickets that they work on.' },
  { name: 'ticket', description: 'Tickets and their history.' },
  { name: 'article', description: 'Articles in topics.' },
  { name: 'system', description: 'Installation, settings, departments, downloads.' },
]

const eventsTag = { name: 'events', description: 'What happens in the helpdesk, as it happens.' }

/**
 * Returns the OpenAPI 3.1 document of a helpdesk: every path with its parameters, its answer, and the codes that it may
 * refuse with. Descriptions are those of the doc comments, and examples are those that the tests have run.
 *
 * @example
 * await writeFile('openapi.json', JSON.stringify(openApi(helpdesk)))
 */
export function openApi(helpdesk: OpenSupports, options: OpenApiOptions = {}): OpenApiDocument {
  const { version = '4.11', wire = 'native', url = helpdesk.apiUrl ?? '/api' } = options
  const isNative = wire === 'native'
  const naming: Naming = { wire, types: descriptions.types, components: {} }
  const describe = isNative ? nativeOperation : legacyOperation
  const paths = [...helpdesk.operations.values()].map((operation) => [
    operation.path,
    { [operation.http === 'GET' ? 'get' : 'post']: describe(operation, naming) },
  ])
  const document = {
    openapi: '3.1.1',
    info: {
      title: isNative ? 'OpenSupports' : 'OpenSupports 4.11',
      version,
      description: isNative ? about : aboutLegacy,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url }],
    tags: [...tagsOf(helpdesk), ...(isNative ? [eventsTag] : [])],
    paths: { ...Object.fromEntries(paths), ...(isNative ? { '/events': { get: eventStream(naming) } } : {}) },
    components: {
      schemas: {
        ...naming.components,
        ErrorCode: codeSchema(codesOf(helpdesk)),
        Failure: isNative ? failure : legacyFailure,
      },
      responses: isNative
        ? { Refused: { description: meanings(codesOfAll), content: json(failureWith(codesOfAll)) } }
        : undefined,
      securitySchemes,
    },
  }
  // Leaves out what is undefined.
  return JSON.parse(JSON.stringify(document)) as OpenApiDocument
}

/** Returns the tags of the helpdesk's groups, and of the host's. */
function tagsOf({ operations }: OpenSupports): OpenApiDocument['tags'] {
  const known = new Set(tags.map(({ name }) => name))
  const own = new Set([...operations.values()].map(groupOf).filter((name) => !known.has(name)))
  return [...tags, ...[...own].map((name) => ({ name, description: 'Operations of the host.' }))]
}
