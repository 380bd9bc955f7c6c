import { type ErrorCode, errorCodes, isPossibleEverywhere, OpenSupportsError } from '../errors.js'
import type { OpenSupports } from '../opensupports.js'
import { type AnyOperation, errorsOf, legacyCode } from '../operation/index.js'
import type { JsonSchema } from './json-schema.js'

/** Codes that come from reading the request. */
const ofRequests: readonly ErrorCode[] = [
  'INVALID_BODY',
  'INVALID_FILE',
  'NOT_FOUND',
  'REQUEST_TOO_LARGE',
  'WRONG_BASE_PATH',
]

/** The codes that every operation may refuse with, besides its own. */
export const codesOfAll: readonly ErrorCode[] = errorCodes.filter(
  (code) => isPossibleEverywhere(code) || ofRequests.includes(code),
)

/** Returns all codes of the helpdesk, and those that operations of the host declare. */
export const codesOf = ({ operations }: OpenSupports): readonly ErrorCode[] => [
  ...new Set([...errorCodes, ...[...operations.values()].flatMap(errorsOf)]),
]

/** Returns the codes that clients of 4.11 get from an operation. */
export const legacyCodesOf = (operation: AnyOperation): readonly ErrorCode[] => [
  ...new Set([...errorsOf(operation), ...codesOfAll].map((code) => legacyCode(code, operation))),
]

/** Returns a list of codes with their meanings. */
export const meanings = (codes: readonly ErrorCode[]): string =>
  codes.map((code) => `- \`${code}\`: ${new OpenSupportsError(code).detail}`).join('\n')

/** Returns the schema of a code, with the meanings of all. */
export const codeSchema = (codes: readonly ErrorCode[]): JsonSchema => ({
  type: 'string',
  description: 'Why a call was refused. Compare it; never show it to people.',
  oneOf: codes.map((code) => ({ const: code, description: new OpenSupportsError(code).detail })),
})

const codeReference: JsonSchema = { $ref: '#/components/schemas/ErrorCode' }

const data: JsonSchema = {
  type: ['object', 'array', 'null'],
  description:
    'Extra data of a few codes, else null: `{ retryAfter }`, in seconds, of those that ask to retry later; `{ code, message }` of REFUSED; what failed, of EMAIL_POLLING and INTERRUPTED.',
}

/** The refusal of a call on the native wire. */
export const failure: JsonSchema = {
  type: 'object',
  description: 'A refusal.',
  properties: {
    status: { const: 'fail' },
    message: codeReference,
    data,
    detail: { type: 'string', description: 'What the code means, and what to do about it: for developers.' },
    field: { type: 'string', description: 'The invalid parameter, if known.' },
    requestId: { type: 'string', description: 'The id under which the server has logged the request.' },
  },
  required: ['status', 'message', 'data', 'detail', 'requestId'],
}

/** The refusal of a call on the wire of 4.11. */
export const legacyFailure: JsonSchema = {
  type: 'object',
  description: 'A refusal.',
  properties: { status: { const: 'fail' }, message: codeReference, data },
  required: ['status', 'message', 'data'],
}

const failureReference: JsonSchema = { $ref: '#/components/schemas/Failure' }

/** Returns the schema of a refusal with one of the codes. */
export const failureWith = (codes: readonly ErrorCode[]): JsonSchema => ({
  allOf: [failureReference, { properties: { message: { enum: codes } } }],
})

/** Returns the codes by the status of their native answers. */
export function byStatus(codes: readonly ErrorCode[]): ReadonlyMap<number, readonly ErrorCode[]> {
  const found = new Map<number, ErrorCode[]>()
  for (const code of codes) {
    const { status } = new OpenSupportsError(code)
    found.set(status, [...(found.get(status) ?? []), code])
  }
  return found
}
