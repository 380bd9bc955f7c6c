import type { Tables } from '../../schema/index.js'
import type { BackupValue } from '../index.js'
import {
  type Around,
  account,
  belongsTo,
  type Column,
  empty,
  flag,
  flagOrNull,
  json,
  mark,
  millis,
  millisIfAny,
  minute,
  number,
  numberOrNull,
  standardColumn,
  text,
  textIfAny,
} from './backup-columns.js'
import type { Table } from './table.js'
import type { Tables as TablesInMemory } from './tables.js'

/** Tables that backups leave out. */
type UnsavedName = 'helpdeskEvents' | 'csvImports' | 'csvBatches' | 'keptAnswers' | 'viewers'
export type TableName = Exclude<keyof TablesInMemory, 'by' | UnsavedName>
export type RowOf<Name extends TableName | UnsavedName> =
  TablesInMemory[Name] extends Table<infer Row> ? Row : never

/** The rows of all tables at one moment. */
export type Snapshot = {
  readonly [Name in TableName]: { readonly rows: readonly RowOf<Name>[]; readonly lastId: number }
}

/** How a table in memory appears in a backup. */
export interface Kept<Row> {
  readonly table: string
  /** Columns that need their own conversion, since no field has the same name and kind. */
  readonly columns?: Readonly<Record<string, Column<Row>>>
  /** The field that identifies rows of tables without ids in 4.11. */
  readonly key?: keyof Row
}

/** A table of 4.11 that memory does not have, since its rows are derived from others. */
export interface Derived {
  readonly table: string
  readonly columns: readonly string[]
  rows(snapshot: Snapshot): BackupValue[][]
}

/** Returns pairs as rows of a link table. */
const numbered = (pairs: readonly (readonly [number, number])[]): BackupValue[][] =>
  pairs.map(([one, other], place) => [place + 1, one, other])

type Everything = { readonly [Name in TableName]: Kept<RowOf<Name>> } & {
  readonly [Name in 'supervisedRelations' | 'ticketUsers' | 'staffTickets']: Derived
}

/** All tables in memory, referenced tables first. */
const everything: Everything = {
  apiKeys: {
    table: 'apikey',
    columns: {
      token_ending: text('ending'),
      os_sealed_key: textIfAny('sealedKey'),
      os_sealed_until: millisIfAny('sealedUntil'),
    },
  },
  topics: {
    table: 'topic',
    columns: {
      private: flag('private'),
    },
  },
  articles: {
    table: 'article',
    columns: {
      title: text('title'),
      content: text('content'),
      last_edited: minute('lastEdited'),
      position: number('position'),
    },
  },
  bans: { table: 'ban' },
  customFields: {
    table: 'customfield',
    columns: {
      description: text('description'),
    },
  },
  customFieldOptions: {
    table: 'customfieldoption',
    columns: {
      customfield_id: belongsTo('fieldId'),
    },
  },
  supervisedRelations: {
    table: 'supervisedrelation',
    columns: ['id'],
    rows: ({ users }) => users.rows.filter(({ supervisor }) => supervisor).map((user) => [user.id]),
  },
  users: {
    table: 'user',
    columns: {
      disabled: flagOrNull('disabled'),
      not_registered: mark('notRegistered'),
      supervisedrelation_id: {
        get: (user) => (user.supervisor ? user.id : null),
        set(user, value) {
          user.supervisor = value !== null
        },
      },
      os_verification_expires_at: millisIfAny('verificationExpiresAt'),
    },
  },
  customFieldValues: {
    table: 'customfieldvalue',
    columns: {
      customfield_id: belongsTo('fieldId'),
      customfieldoption_id: numberOrNull('optionId'),
    },
  },
  customResponses: {
    table: 'customresponse',
  },
  departments: {
    table: 'department',
    columns: {
      owners: { get: (department, { owners }) => owners.get(department.id) ?? 0 },
      private: flag('private'),
      os_moved_to: numberOrNull('movedTo'),
    },
  },
  staff: {
    table: 'staff',
    columns: {
      send_email_on_new_ticket: flag('sendEmailOnNewTicket'),
      disabled: mark('disabled'),
    },
  },
  memberships: {
    table: 'department_staff',
  },
  languages: {
    table: 'language',
    columns: {
      allowed: flag('allowed'),
    },
  },
  logs: {
    table: 'log',
    columns: {
      author_name: text('authorName'),
      ...account('author', { user: 'author_user_id', staff: 'author_staff_id' }),
    },
  },
  mailTemplates: {
    table: 'mailtemplate',
    columns: {
      subject: text('subject'),
    },
  },
  passwordTokens: {
    table: 'recoverpassword',
    columns: {
      token: text('tokenHash'),
      staff: {
        get: ({ kind }) => (kind === 'staff' ? 1 : 0),
        set(token, value) {
          token.kind = Number(value) ? 'staff' : 'user'
        },
      },
      os_purpose: {
        get: ({ purpose }) => purpose,
        set(token, value) {
          token.purpose = value === 'invitation' ? 'invitation' : 'recovery'
        },
      },
      os_expires_at: millis('expiresAt'),
    },
  },
  rememberTokens: {
    table: 'sessioncookie',
    columns: {
      token: text('tokenHash'),
      creation_date: minute('createdAt'),
      expiration_date: minute('expiresAt'),
      ...account('account', { user: 'user_id', staff: 'staff_id' }, { required: true }),
      is_staff: { get: ({ account }) => (account.kind === 'staff' ? 1 : 0) },
      os_created_at: empty,
      os_expires_at: {
        get: ({ expiresAt }) => expiresAt.getTime(),
        set(token, value) {
          // 4.11 has only minute precision.
          if (value !== null) token.expiresAt = new Date(Number(value))
        },
      },
    },
  },
  settings: { table: 'setting' },
  tags: { table: 'tag' },
  tickets: {
    table: 'ticket',
    columns: {
      ...account('author', { user: 'author_id', staff: 'author_staff_id' }),
      edited_content: mark('editedContent'),
      edited_title: mark('editedTitle'),
      total_departments: number('totalDepartments'),
      total_owners: number('totalOwners'),
      reopened: mark('reopened'),
      os_unproved: mark('unproved'),
    },
  },
  staffTickets: {
    table: 'staff_ticket',
    columns: ['id', 'staff_id', 'ticket_id'],
    rows: ({ tickets }) =>
      numbered(
        tickets.rows.flatMap(({ id, author, ownerId }) => {
          const staff = [author?.kind === 'staff' ? author.id : null, ownerId]
          return [...new Set(staff)].flatMap((each) => (each === null ? [] : [[each, id] as const]))
        }),
      ),
  },
  ticketUsers: {
    table: 'ticket_user',
    columns: ['id', 'ticket_id', 'user_id'],
    rows: ({ tickets }) =>
      numbered(
        tickets.rows.flatMap(({ id, author }) => (author?.kind === 'user' ? [[id, author.id] as const] : [])),
      ),
  },
  ticketTags: {
    table: 'tag_ticket',
  },
  supervised: {
    table: 'supervisedrelation_user',
    columns: {
      supervisedrelation_id: {
        get: ({ supervisorId }) => supervisorId,
        set(row, value, _, { supervisors }) {
          row.supervisorId = supervisors.get(value)
          return row.supervisorId !== undefined
        },
      },
    },
  },
  events: {
    table: 'ticketevent',
    columns: {
      ticket_id: belongsTo('ticketId'),
      private: {
        get: (event) => (event.private === null ? null : Number(event.private)),
        set(event, value, { type }) {
          event.private = type === 'COMMENT' ? Boolean(value) : null
        },
      },
      ...account('author', { user: 'author_user_id', staff: 'author_staff_id' }),
      edited_content: mark('edited'),
    },
  },
  attempts: {
    table: 'os_attempt',
    key: 'key',
  },
  fileNames: {
    table: 'os_file_name',
    key: 'stored',
  },
  sequence: {
    table: 'os_counter',
    key: 'id',
    columns: {
      name: { get: () => 'ticket', set: (_, value) => value === 'ticket' },
      value: number('last'),
    },
  },
  mailLedger: {
    table: 'os_mail_ledger',
    columns: {
      taken_hash: { get: ({ fate, contentHash }) => (fate === 'taken' ? contentHash : null) },
      sent_hash: {
        get: ({ fate, sentHash }) => (fate === 'taken' ? sentHash : null),
        set(entry, value) {
          entry.sentHash = value ?? null
        },
      },
    },
  },
  mailOriginals: {
    table: 'os_mail_original',
    columns: {
      ticket_id: belongsTo('ticketId'),
    },
  },
  knownPlaces: {
    table: 'os_known_place',
    key: 'placeHash',
    columns: {
      ...account('account', { user: 'user_id', staff: 'staff_id' }, { required: true }),
    },
  },
  identities: {
    table: 'os_identity',
    key: 'identityHash',
    columns: {
      ...account('account', { user: 'user_id', staff: 'staff_id' }, { required: true }),
    },
  },
  accessTokens: {
    table: 'os_access_token',
    columns: {
      scopes: json('scopes'),
      departments: {
        get: ({ departments }) => departments && JSON.stringify(departments),
        set(token, value) {
          token.departments = value === null ? null : JSON.parse(String(value))
        },
      },
    },
  },
  pendingAddresses: {
    table: 'os_pending_address',
    columns: {
      ...account('account', { user: 'user_id', staff: 'staff_id' }, { required: true }),
      sign_up: {
        get: ({ signUp }) => signUp && JSON.stringify(signUp),
        set(pending, value) {
          pending.signUp = value === null ? null : JSON.parse(String(value))
        },
      },
    },
  },
  outbox: {
    table: 'os_outbox',
    columns: {
      recipient: text('to'),
      variables: json('variables'),
      proof: textIfAny('proof'),
    },
  },
  webhooks: {
    table: 'os_webhook',
    columns: { events: json('events') },
  },
  webhookDeliveries: {
    table: 'os_webhook_delivery',
  },
  sessions: {
    table: 'os_session',
    key: 'tokenHash',
    columns: {
      ...account('account', { user: 'user_id', staff: 'staff_id' }, { required: true }),
      remember_hash: textIfAny('rememberHash'),
    },
  },
}

const unsaved: { readonly [Name in UnsavedName]: Kept<RowOf<Name>> } = {
  helpdeskEvents: {
    table: 'os_event',
    columns: {
      by_kind: { get: ({ by }) => by?.kind ?? null },
      by_id: { get: ({ by }) => by?.id ?? null },
    },
  },
  csvImports: {
    table: 'os_csv_import',
    columns: { first_refused: json('firstRefused') },
  },
  csvBatches: {
    table: 'os_csv_batch',
    columns: { content: json('rows') },
  },
  keptAnswers: { table: 'os_kept_answer' },
  viewers: { table: 'os_viewer' },
}

/** A table with all of its columns resolved. */
export interface Whole extends Kept<unknown> {
  readonly columns: Readonly<Record<string, Column<unknown>>>
}

function whole(kept: Kept<unknown>, described: Tables): Whole {
  const columns: Record<string, Column<unknown>> = {}
  for (const [name, column] of Object.entries(described[kept.table]?.columns ?? {})) {
    columns[name] = kept.columns?.[name] ?? standardColumn(name, column)
  }
  return { ...kept, columns }
}

/** Returns all tables of a backup, in order, with their names in memory. */
export const backupTables = (
  described: Tables,
): readonly (readonly [name: TableName, table: Whole | Derived])[] =>
  Object.entries(everything).map(([name, table]) => [
    name as TableName,
    'rows' in table ? table : whole(table as Kept<unknown>, described),
  ])

/** Returns all tables whose rows are in memory, by their names in the schema, with their names in memory. */
export const tablesByName = (
  described: Tables,
): ReadonlyMap<string, readonly [name: TableName | UnsavedName, table: Whole]> =>
  new Map(
    Object.entries({ ...everything, ...unsaved }).flatMap(([name, table]) =>
      'rows' in table
        ? []
        : [
            [
              table.table,
              [name as TableName | UnsavedName, whole(table as Kept<unknown>, described)],
            ] as const,
          ],
    ),
  )

/** Returns the outside data that columns need for writing. */
export const aroundOf = ({ memberships }: Snapshot): Around => {
  const owners = new Map<number, number>()
  for (const { departmentId } of memberships.rows)
    owners.set(departmentId, (owners.get(departmentId) ?? 0) + 1)
  return { owners, supervisors: new Map() }
}
