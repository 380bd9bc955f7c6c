import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../errors.js'
import { memoryStorage, OpenSupports } from '../index.js'
import { errorsOf } from '../operation/index.js'

interface PathFacts {
  readonly path: string
  readonly http: 'GET' | 'POST'
  readonly method: string
  readonly permission: string
  readonly params: readonly string[]
  readonly errors: readonly ErrorCode[]
}

const facts = JSON.parse(
  readFileSync(new URL('../../test-data/paths-of-4.11.json', import.meta.url), 'utf8'),
) as PathFacts[]

/** Form parameters that are a single one in code, and one that only 4.11 itself sends. */
const spelledOtherwise: Readonly<Record<string, string | undefined>> = {
  'image_<i>': 'images',
  'customfield_<name>': 'customfields',
  indirectSignUp: undefined,
}

/** Codes that 4.11 does not have there: each refuses something that 4.11 accepted. */
const added: readonly ErrorCode[] = ['TOO_MANY_REQUESTS', 'ALREADY_BANNED', 'INVALID_FILE', 'INVALID_SETTING']
const ofPolls: readonly ErrorCode[] = ['EVENTS_GONE', 'INVALID_UPDATED_SINCE']
const addedFor: Readonly<Record<string, readonly ErrorCode[]>> = {
  '/staff/edit': ['INVALID_DEPARTMENT', 'INVALID_OLD_PASSWORD'],
  '/staff/get-all-tickets': [...ofPolls, 'INVALID_CURSOR', 'INVALID_QUERY'],
  '/staff/get-new-tickets': [...ofPolls, 'INVALID_CURSOR'],
  '/staff/get-tickets': [...ofPolls, 'INVALID_CURSOR'],
  '/staff/search-tickets': [...ofPolls, 'INVALID_CURSOR'],
  '/system/backup-database': ['INVALID_PASSWORD', 'INVALID_PASSPHRASE'],
  '/system/csv-import': ['IMPORT_RUNNING'],
  '/system/download': ['NO_PERMISSION'],
  '/system/edit-settings': ['INVALID_LANGUAGE'],
  '/system/init-admin': ['NO_PERMISSION'],
  '/system/init-settings': ['NO_PERMISSION'],
  '/system/test-imap': ['NO_PERMISSION'],
  '/system/test-smtp': ['NO_PERMISSION'],
  '/ticket/comment': ['IDEMPOTENCY_KEY_REUSED', 'INVALID_IDEMPOTENCY_KEY'],
  '/ticket/create': ['IDEMPOTENCY_KEY_REUSED', 'INVALID_IDEMPOTENCY_KEY'],
  '/ticket/edit-custom-response': ['INVALID_LANGUAGE'],
  '/ticket/get': ['INVALID_EVENTS_BEFORE', 'INVALID_EVENTS_LIMIT'],
  '/ticket/search': [...ofPolls, 'INVALID_CURSOR'],
  '/user/edit-email': ['INVALID_PASSWORD'],
  '/user/get-supervised-tickets': [...ofPolls, 'INVALID_CURSOR'],
  '/user/get-users': ['INVALID_QUERY'],
}

/** Codes of 4.11 that cannot occur, since the storage is configured in code. */
const gone: Readonly<Record<string, readonly ErrorCode[]>> = {
  '/system/init-database': ['DATABASE_CONNECTION', 'DATABASE_CREATION', 'INVALID_FILE'],
}

const helpdesk = new OpenSupports({ storage: memoryStorage() })

/** Operations that 4.11 does not have. */
const ownPaths = [
  '/system/create-token',
  '/system/create-webhook',
  '/system/delete-webhook',
  '/system/discard-mail',
  '/system/edit-webhook',
  '/system/get-csv-import',
  '/system/get-tokens',
  '/system/get-undelivered-mails',
  '/system/get-untaken-mails',
  '/system/get-webhook-deliveries',
  '/system/get-webhooks',
  '/system/retry-mail',
  '/system/retry-untaken-mail',
  '/system/retry-webhook-delivery',
  '/system/revoke-token',
  '/system/rotate-webhook-secret',
  '/system/start-csv-import',
  '/ticket/get-original-mail',
  '/ticket/looking',
  '/user/get-tickets',
]

test('the paths are those of 4.11 and our own', () => {
  expect([...helpdesk.operations.keys()].sort()).toEqual(
    [...facts.map(({ path }) => path), ...ownPaths].sort(),
  )
})

describe.each(facts.map((each) => [each.path, each] as const))('%s', (path, expected) => {
  const operation = helpdesk.operations.get(path)

  test('exists with its method, its way of being called, and its permission', () => {
    const [group = '', method = ''] = expected.method.split('.')
    expect(helpdesk[group as 'ticket']).toHaveProperty(method)
    expect(operation?.http ?? 'POST').toBe(expected.http)
    expect(operation?.permission).toBe(expected.permission)
  })

  test('takes every parameter', () => {
    const names = expected.params.flatMap((name) =>
      name in spelledOtherwise ? (spelledOtherwise[name] ?? []) : name,
    )
    const fields = Object.entries(operation?.params ?? {}).map(([key, { field }]) => field ?? key)
    expect(fields).toEqual(expect.arrayContaining(names))
  })

  test('answers with every code, and with none that is not accounted for', () => {
    const codes = operation ? errorsOf(operation) : []
    const possible = expected.errors.filter((code) => !gone[path]?.includes(code))
    expect(codes).toEqual(expect.arrayContaining(possible))
    const others = codes.filter((code) => !expected.errors.includes(code))
    expect([...added, ...(addedFor[path] ?? [])]).toEqual(expect.arrayContaining(others))
  })
})

test.each([...helpdesk.operations.values()].map((each) => [each.path, each] as const))(
  '%s lists no code that its permission or a parameter gives already',
  (_, { permission, params, errors = [] }) => {
    const derived = Object.values(params).map(({ code }) => code)
    if (permission !== 'any') derived.push('NO_PERMISSION')
    expect(errors.filter((code) => derived.includes(code))).toEqual([])
  },
)
