import type { BackupValue } from '@opensupports/core'
import { tokenHash } from '@opensupports/core/adoption'
import { addressOf, meansNo } from '../values.js'

export type OldRow = Readonly<Record<string, BackupValue | undefined>> & { readonly id: number }
export type Patch = Record<string, BackupValue>

/** A rule that corrects values of old servers. */
export interface Rule {
  readonly table: string
  readonly columns: readonly string[]
  /** An SQL condition for the candidate rows. It matches at least all rows that the rule changes. */
  readonly suspects: string
  /** Returns the corrected values; none for a correct row. */
  fix(row: OldRow): Patch
}

const nullBecomes = (table: string, value: BackupValue, columns: readonly string[]): Rule => ({
  table,
  columns,
  suspects: columns.map((column) => `\`${column}\` is null`).join(' or '),
  fix: (row) =>
    Object.fromEntries(
      columns.flatMap((column) =>
        row[column] === null || row[column] === undefined ? [[column, value]] : [],
      ),
    ),
})

const lowerCaseEmail = (table: string): Rule => ({
  table,
  columns: ['email'],
  suspects: 'email is null or cast(lower(email) as binary) <> cast(email as binary)',
  fix({ id, email }) {
    // A unique placeholder.
    if (typeof email !== 'string') return { email: `${table}-${id}@unknown.invalid` }
    return email === addressOf(email) ? {} : { email: addressOf(email) }
  },
})

/** The rules that run before the tables are changed. */
export const valueRules: readonly Rule[] = [
  // Columns for something that happened stay null if it did not: the old server takes 0 for a yes there.
  nullBecomes('ticket', 0, ['closed', 'unread', 'unread_staff']),
  nullBecomes('ticket', '', ['title', 'content', 'language']),
  nullBecomes('department', 0, ['private', 'owners']),
  nullBecomes('user', 0, ['tickets']),
  // No password has this hash.
  ...['user', 'staff'].map((table) => nullBecomes(table, '!', ['password'])),
  ...['user', 'staff', 'department', 'tag', 'customresponse', 'topic'].map((table) =>
    nullBecomes(table, '', ['name']),
  ),
  nullBecomes('staff', 1, ['level']),
  nullBecomes('language', 0, ['allowed', 'supported']),
  ...['user', 'staff', 'ban'].map(lowerCaseEmail),
  {
    table: 'topic',
    columns: ['private'],
    suspects: "private is null or private not in ('0', '1')",
    fix: ({ private: value }) =>
      value === 0 || value === 1 || value === '0' || value === '1' ? {} : { private: meansNo(value) ? 0 : 1 },
  },
  {
    table: 'article',
    columns: ['position'],
    suspects: "position is null or position not regexp '^[0-9]{1,9}$'",
    fix: ({ position }) => (/^[0-9]{1,9}$/.test(String(position)) ? {} : { position: 1 }),
  },
  {
    table: 'apikey',
    suspects: 'can_create_users is null or can_create_tickets is null',
    columns: [
      'type',
      'can_create_users',
      'can_create_tickets',
      'can_check_tickets',
      'should_return_ticket_number',
    ],
    // Before 4.9, a key had one of two types.
    fix(row) {
      const flags: Patch = {
        can_create_users: row.type === 'REGISTRATION' ? 1 : 0,
        can_create_tickets: row.type === 'TICKET_CREATE' ? 1 : 0,
        can_check_tickets: 0,
        should_return_ticket_number: row.type === 'TICKET_CREATE' ? 1 : 0,
      }
      const isMissing = (column: string) => row[column] === null || row[column] === undefined
      return Object.fromEntries(Object.entries(flags).filter(([column]) => isMissing(column)))
    },
  },
]

const isHash = (token: string) => /^[0-9a-f]{64}$/.test(token)
const isClear = (column: string) =>
  `\`${column}\` is not null and \`${column}\` <> '' and char_length(\`${column}\`) <> 64`
const clear = (token: BackupValue | undefined): token is string =>
  typeof token === 'string' && token !== '' && !isHash(token)

/** How long links for setting a password from an old server stay valid. There they never expired. */
const recoveryMs = 4 * 3_600_000

/** Reading the database must not be enough to sign in: hash what was in clear text. */
export const secretRules = (now: Date): readonly Rule[] => [
  {
    table: 'apikey',
    columns: ['token'],
    suspects: isClear('token'),
    fix: ({ token }) => (clear(token) ? { token: tokenHash(token), token_ending: token.slice(-4) } : {}),
  },
  ...[
    ['sessioncookie', 'token'],
    ['user', 'verification_token'],
  ].map(
    ([table = '', column = '']): Rule => ({
      table,
      columns: [column],
      suspects: isClear(column),
      fix(row) {
        const token = row[column]
        return clear(token) ? { [column]: tokenHash(token) } : {}
      },
    }),
  ),
  {
    table: 'recoverpassword',
    columns: ['token'],
    suspects: isClear('token'),
    fix: ({ token }) =>
      clear(token)
        ? { token: tokenHash(token), os_purpose: 'recovery', os_expires_at: now.getTime() + recoveryMs }
        : {},
  },
]
