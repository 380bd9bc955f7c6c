import { type AnyOperation, isForTokens, methodName, type Permission } from '../operation/index.js'
import { descriptions } from './descriptions.js'
import type { Inside, JsonSchema } from './json-schema.js'

const callers: Readonly<Record<Permission, string>> = {
  any: 'Anybody may call it.',
  user: 'For users and staff.',
  staff_1: 'For staff.',
  staff_2: 'For staff of level 2 or 3.',
  staff_3: 'For staff of level 3.',
}

/** Returns the group of an operation, such as `ticket`. */
export const groupOf = ({ path }: AnyOperation): string => path.split('/')[1] ?? ''

/** Returns the part of an operation's entry that both documents have. */
export function headOf(operation: AnyOperation) {
  const { path, permission, guests, ticketSession } = operation
  const { doc = operation.description ?? '' } = descriptions.operations[path] ?? {}
  const [first = '', ...rest] = doc.split('\n\n')
  const refusals = rest
    .find((paragraph) => paragraph.startsWith('@throws'))
    ?.replace('@throws', 'Refuses with')
  const also = [guests && 'Guests may call it too.', ticketSession && 'A ticket session will do.']
  const who = [callers[permission], ...also].filter(Boolean).join(' ')
  const others = rest.filter((paragraph) => !paragraph.startsWith('@throws'))
  return {
    operationId: methodName(path),
    tags: [groupOf(operation)],
    summary: /^.*?\.(?= |$)/.exec(first)?.[0] ?? first,
    description: [first, ...others, refusals, who].filter(Boolean).join('\n\n'),
  }
}

/** Returns the ways to sign in to an operation; the last one is none. */
export function securityOf(operation: AnyOperation): readonly Readonly<Record<string, readonly string[]>>[] {
  const { permission, guests, http } = operation
  const tokens = isForTokens(operation) ? [{ accessToken: [] }] : []
  const cookie = http === 'GET' ? [{ cookie: [] }] : []
  const none = permission === 'any' || guests ? [{}] : []
  return [{ session: [] }, ...tokens, ...cookie, ...none]
}

export const securitySchemes = {
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
  cookie: {
    type: 'apiKey',
    in: 'cookie',
    name: 'opensupports_session',
    description: 'For downloads in browsers. `/user/login` and `/ticket/check` set it.',
  },
} as const

/** A parameter of an operation, under its name on the wire. */
export interface Entry {
  readonly name: string
  readonly schema: Inside
  readonly isFile: boolean
  /** The other fields that forms send for it, as a regular expression. */
  readonly otherFields: string | undefined
}

/** Returns the parameters by their names on the wire. */
export const entriesOf = ({ params }: AnyOperation): readonly Entry[] =>
  Object.entries(params).map(([key, parameter]) => {
    const { schema, field, upload, otherFields } = parameter as (typeof params)[string] & {
      readonly schema: Inside
    }
    return { name: field ?? key, schema, isFile: upload === true, otherFields }
  })

export const json = (schema: JsonSchema, example?: unknown) => ({ 'application/json': { schema, example } })

export const binary: JsonSchema = { type: 'string', format: 'binary' }

/** Returns the schema of the envelope around an answer. */
export const success = (data: JsonSchema): JsonSchema => ({
  type: 'object',
  properties: { status: { const: 'success' }, data },
  required: ['status', 'data'],
})

export const countOfPictures: JsonSchema = {
  type: 'integer',
  description: 'In a form, the number of its pictures `image_0`, `image_1`, …',
}

export const keyHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A new text for each ticket or comment. For 24 hours, the same request with the same key gets the first answer, and nothing is written twice.',
  schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
}

/** The answer of a download that the browser gets from the store itself. */
export const redirect = {
  description: 'The file is at another address, for a while: that of the store.',
  headers: { Location: { description: 'The signed address.', schema: { type: 'string', format: 'uri' } } },
}

/** The refusals of any call, for the statuses that an operation does not list itself. */
export const refusedByAll = {
  '4XX': { $ref: '#/components/responses/Refused' },
  '5XX': { $ref: '#/components/responses/Refused' },
}
