import { memoryStorage, nativeMediaType, OpenSupports } from '@opensupports/core'
import { openApi } from '@opensupports/core/openapi'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

type Wire = 'native' | '4.11'

/** An answer as the checks see it. */
export interface Checked {
  readonly method: string
  /** With the path that the API is mounted on. */
  readonly path: string
  readonly wire: Wire
  readonly status: number
  readonly contentType: string
  /** The answer as JSON; undefined for other content. */
  readonly body: unknown
}

interface Described {
  readonly operationId: string
  readonly responses: Readonly<Record<string, Response | undefined>>
}

interface Response {
  readonly $ref?: string
  readonly content?: Readonly<Record<string, unknown>>
}

const standard = new OpenSupports({ storage: memoryStorage() })
const documents = { native: openApi(standard), '4.11': openApi(standard, { wire: '4.11' }) }

const ajv = new Ajv2020({ strict: false, validateFormats: true, allErrors: false })
formats.default(ajv)
for (const [wire, document] of Object.entries(documents)) ajv.addSchema(closed(document) as object, wire)

/** Returns a document whose answers may have no fields but the described ones. */
function closed(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => closed(each))
  if (typeof value !== 'object' || value === null) return value
  const isPart = key === 'allOf' || key === 'ErrorCode' || key === 'StreamedEvent'
  if (isPart) return value
  const copy = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, closed(each, name)]))
  const isClosed = 'properties' in value && 'type' in value && !('additionalProperties' in value)
  return isClosed && !('patternProperties' in value) ? { ...copy, additionalProperties: false } : copy
}

const counts = new Map<string, number>()

/** Returns how many answers were checked, by wire and operation. */
export const checkedAnswers = (): ReadonlyMap<string, number> => counts

/** Returns the wire of a request, as the handlers see it. */
export function wireOf(method: string, contentType: string, accept: string): Wire {
  const isNativeForm = contentType.startsWith('multipart/form-data') && accept.includes(nativeMediaType)
  return method === 'GET' || contentType.startsWith('application/json') || isNativeForm ? 'native' : '4.11'
}

/**
 * Returns what is wrong with an answer, in words; undefined if it fits the document, or if no document describes its path.
 */
export function problemOf(answer: Checked): string | undefined {
  const { method, path, status, contentType } = answer
  const known = path.endsWith('/events') ? '/events' : (/\/\w+\/[\w-]+$/.exec(path)?.[0] ?? '')
  // A handler that is mounted in the wrong place knows no wire yet.
  const isMisplaced = (answer.body as { message?: string } | undefined)?.message === 'WRONG_BASE_PATH'
  const wire = isMisplaced ? 'native' : answer.wire
  const described = documents[wire].paths[known]?.[method.toLowerCase()] as Described | undefined
  if (!described) return undefined
  const what = `${method} ${known} on the wire ${wire}: the answer with status ${status}`
  const range = `${String(status)[0]}XX`
  const name = described.responses[status] ? String(status) : range
  const found = described.responses[name]
  if (!found) return `${what} is not in the OpenAPI document`
  const key = `${wire} ${described.operationId}`
  counts.set(key, (counts.get(key) ?? 0) + 1)
  const response = found.$ref ? (documents.native.components.responses?.Refused as Response) : found
  const type = contentType.split(';')[0] ?? ''
  if (!response.content || type === '') return undefined
  if (type !== 'application/json') {
    const isListed = type in response.content || '*/*' in response.content
    // Browsers get a page, or nothing, in place of a file that is missing or not theirs.
    return isListed || (method === 'GET' && status >= 400)
      ? undefined
      : `${what} is ${type}, which is not in the document`
  }
  const place = found.$ref
    ? found.$ref.slice(2).split('/')
    : ['paths', known, method.toLowerCase(), 'responses', name]
  const validate = validatorOf(wire, [...place, 'content', 'application/json', 'schema'])
  // A file may be of any type, so it may be JSON, like the refusal of a name to a client of 4.11.
  if (!validate)
    return '*/*' in response.content ? undefined : `${what} is JSON, which is not in the document`
  return validate(answer.body)
    ? undefined
    : `${what} does not fit the OpenAPI document: ${errorsOf(validate, answer.body)}`
}

const validatorOf = (wire: Wire, place: readonly string[]): ValidateFunction | undefined =>
  ajv.getSchema(`${wire}#/${place.map((key) => encodeURIComponent(key.replaceAll('/', '~1'))).join('/')}`)

const errorsOf = ({ errors }: ValidateFunction, body: unknown) =>
  `${ajv.errorsText(errors, { dataVar: 'answer' })} ${JSON.stringify(errors?.map(({ params }) => params))}. ` +
  'Correct `data`, `legacySchema` or `errors` of the operation. It answered ' +
  JSON.stringify(body).slice(0, 600)
