import * as v from 'valibot'
import type { ErrorCode } from '../errors.js'
import { isEventPattern } from '../events/index.js'
import { id } from './number.js'
import { found, named, type Parameter, parameter } from './parameter.js'
import { json, line, listOf } from './schemas.js'

function isWebhookUrl(value: string): boolean {
  if (/[\s"'`<>\\]/.test(value) || !URL.canParse(value)) return false
  const { protocol, username, password, hash } = new URL(value)
  return /^https?:$/.test(protocol) && username + password + hash === ''
}

/** The URL of a webhook: http or https, 1 to 500 characters; may have a query. */
export const webhookUrl = (code: ErrorCode): Parameter<string, string> =>
  parameter(code, v.pipe(line(1, 500), v.check(isWebhookUrl)))

/** Names of events, such as `ticket.created`, of groups, such as `ticket.*`, or `*`: 1 to 100, each once. */
export const eventPatterns = (code: ErrorCode): Parameter<readonly string[], readonly string[]> =>
  parameter(
    code,
    json(
      v.pipe(
        listOf(v.pipe(v.string(), v.maxLength(100), v.check(isEventPattern)), 100),
        v.minLength(1),
        v.transform((list): readonly string[] => [...new Set(list)]),
      ) as unknown as v.GenericSchema<readonly string[], readonly string[]>,
    ),
  )

/** The id of an existing webhook. Whoever changes it takes the lock `webhooks`. */
export const webhook = <Field extends string>(field: Field, code: ErrorCode) =>
  named(
    field,
    found(code, id(code), (stores, key) => stores.webhooks.byId(key)),
  )
