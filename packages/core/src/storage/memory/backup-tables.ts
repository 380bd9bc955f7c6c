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
  millisOrNull,
  minute,
  minuteOrNull,
  number,
  numberOrNull,
  text,
  textIfAny,
  textOrNull,
} from './backup-columns.js'
import type { Table } from './table.js'
import type { Tables } from './tables.js'

export type TableName = Exclude<keyof Tables, 'by' | 'helpdeskEvents'>
export type RowOf<Name extends TableName> = Tables[Name] extends Table<infer Row> ? Row : never

/** The rows of all tables at one moment. */
export type Snapshot = {
  readonly [Name in TableName]: { readonly rows: readonly RowOf<Name>[]; readonly lastId: number }
}

/** What a table in memory is in a backup: the names of 4.11, and all of its columns, in its order. */
export interface Kept<Row> {
  readonly table: string
  readonly columns: Readonly<Record<string, Column<Row>>>
  /** For tables whose rows have no ids there: the field that they have instead. */
  readonly key?: keyof Row
}

/** A table of 4.11 that memory does without: its rows follow from others. */
export interface Derived {
  readonly table: string
  readonly columns: readonly string[]
  rows(snapshot: Snapshot): BackupValue[][]
}

/** Pairs as rows of a table of links. */
const numbered = (pairs: readonly (readonly [number, number])[]): BackupValue[][] =>
  pairs.map(([one, other], place) => [place + 1, one, other])

const id = { id: number<{ readonly id: number }>('id') }

type Everything = { readonly [Name in TableName]: Kept<RowOf<Name>> } & {
  readonly [Name in 'supervisedRelations' | 'ticketUsers' | 'staffTickets']: Derived
}

/** Everything that is kept, those first that others point to. A new table in memory gets an entry here. */
const everything: Everything = {
  apiKeys: {
    table: 'apikey',
    columns: {
      ...id,
      type: empty,
      name: text('name'),
      token: text('token'),
      can_create_users: flag('canCreateUsers'),
      can_create_tickets: flag('canCreateTickets'),
      can_check_tickets: flag('canCheckTickets'),
      should_return_ticket_number: flag('shouldReturnTicketNumber'),
      token_ending: text('ending'),
      os_sealed_key: textIfAny('sealedKey'),
      os_sealed_until: millisIfAny('sealedUntil'),
    },
  },
  topics: {
    table: 'topic',
    columns: {
      ...id,
      name: text('name'),
      icon: textOrNull('icon'),
      icon_color: textOrNull('iconColor'),
      private: flag('private'),
    },
  },
  articles: {
    table: 'article',
    columns: {
      ...id,
      title: text('title'),
      content: text('content'),
      last_edited: minute('lastEdited'),
      position: number('position'),
      topic_id: numberOrNull('topicId'),
    },
  },
  bans: { table: 'ban', columns: { ...id, email: text('email') } },
  customFields: {
    table: 'customfield',
    columns: { ...id, name: text('name'), description: text('description'), type: text('type') },
  },
  customFieldOptions: {
    table: 'customfieldoption',
    columns: { ...id, name: text('name'), customfield_id: belongsTo('fieldId') },
  },
  supervisedRelations: {
    table: 'supervisedrelation',
    columns: ['id'],
    rows: ({ users }) => users.rows.filter(({ supervisor }) => supervisor).map((user) => [user.id]),
  },
  users: {
    table: 'user',
    columns: {
      ...id,
      email: text('email'),
      password: text('password'),
      name: text('name'),
      signup_date: minute('signupDate'),
      tickets: number('tickets'),
      verification_token: textOrNull('verificationToken'),
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
      ...id,
      value: text('value'),
      user_id: belongsTo('userId'),
      customfield_id: belongsTo('fieldId'),
      customfieldoption_id: numberOrNull('optionId'),
    },
  },
  customResponses: {
    table: 'customresponse',
    columns: { ...id, name: text('name'), language: text('language'), content: text('content') },
  },
  departments: {
    table: 'department',
    columns: {
      ...id,
      owners: { get: (department, { owners }) => owners.get(department.id) ?? 0 },
      name: text('name'),
      private: flag('private'),
    },
  },
  staff: {
    table: 'staff',
    columns: {
      ...id,
      level: number('level'),
      send_email_on_new_ticket: flag('sendEmailOnNewTicket'),
      name: text('name'),
      email: text('email'),
      password: text('password'),
      profile_pic: textOrNull('profilePic'),
      verification_token: empty,
      disabled: mark('disabled'),
      last_login: minuteOrNull('lastLogin'),
    },
  },
  memberships: {
    table: 'department_staff',
    columns: { ...id, department_id: belongsTo('departmentId'), staff_id: belongsTo('staffId') },
  },
  languages: {
    table: 'language',
    columns: { ...id, code: text('code'), allowed: flag('allowed'), supported: flag('supported') },
  },
  logs: {
    table: 'log',
    columns: {
      ...id,
      type: text('type'),
      to: textOrNull('to'),
      date: minute('date'),
      author_name: text('authorName'),
      ...account('author', { user: 'author_user_id', staff: 'author_staff_id' }),
      author_staff: empty,
    },
  },
  mailTemplates: {
    table: 'mailtemplate',
    columns: {
      ...id,
      template: text('template'),
      subject: text('subject'),
      language: text('language'),
      text1: textOrNull('text1'),
      text2: textOrNull('text2'),
      text3: textOrNull('text3'),
    },
  },
  passwordTokens: {
    table: 'recoverpassword',
    columns: {
      ...id,
      email: text('email'),
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
      ...id,
      token: text('tokenHash'),
      ip: textOrNull('ip'),
      creation_date: minute('createdAt'),
      expiration_date: minute('expiresAt'),
      ...account('account', { user: 'user_id', staff: 'staff_id' }, { required: true }),
      is_staff: { get: ({ account }) => (account.kind === 'staff' ? 1 : 0) },
      staff: empty,
      user: empty,
      os_created_at: empty,
      os_expires_at: {
        get: ({ expiresAt }) => expiresAt.getTime(),
        set(token, value) {
          // 4.11 keeps minutes alone.
          if (value !== null) token.expiresAt = new Date(Number(value))
        },
      },
    },
  },
  settings: { table: 'setting', columns: { ...id, name: text('name'), value: textOrNull('value') } },
  tags: { table: 'tag', columns: { ...id, name: text('name'), color: text('color') } },
  tickets: {
    table: 'ticket',
    columns: {
      ...id,
      ticket_number: number('ticketNumber'),
      unread: flag('unread'),
      unread_staff: flag('unreadStaff'),
      title: text('title'),
      content: text('content'),
      language: text('language'),
      file: textOrNull('file'),
      date: minute('date'),
      closed: flag('closed'),
      author_email: textOrNull('authorEmail'),
      author_name: textOrNull('authorName'),
      department_id: numberOrNull('departmentId'),
      author: empty,
      ...account('author', { user: 'author_id', staff: 'author_staff_id' }),
      author_staff: empty,
      owner_id: numberOrNull('ownerId'),
      owner: empty,
      edited_content: mark('editedContent'),
      edited_title: mark('editedTitle'),
      total_departments: number('totalDepartments'),
      total_owners: number('totalOwners'),
      first_closed_at: minuteOrNull('firstClosedAt'),
      last_closed_at: minuteOrNull('lastClosedAt'),
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
    columns: { ...id, tag_id: belongsTo('tagId'), ticket_id: belongsTo('ticketId') },
  },
  supervised: {
    table: 'supervisedrelation_user',
    columns: {
      ...id,
      supervisedrelation_id: {
        get: ({ supervisorId }) => supervisorId,
        set(row, value, _, { supervisors }) {
          row.supervisorId = supervisors.get(value)
          return row.supervisorId !== undefined
        },
      },
      user_id: belongsTo('userId'),
    },
  },
  events: {
    table: 'ticketevent',
    columns: {
      ...id,
      type: text('type'),
      content: textOrNull('content'),
      date: minute('date'),
      ticket_id: belongsTo('ticketId'),
      file: textOrNull('file'),
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
    columns: { key: text('key'), count: number('count'), until: millis('until') },
  },
  fileNames: {
    table: 'os_file_name',
    key: 'stored',
    columns: { stored: text('stored'), name: text('name') },
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
      ...id,
      mailbox: text('mailbox'),
      uid_validity: text('uidValidity'),
      uid: number('uid'),
      fate: text('fate'),
      attempts: number('attempts'),
      at: millis('at'),
      content_hash: textOrNull('contentHash'),
      taken_hash: { get: ({ fate, contentHash }) => (fate === 'taken' ? contentHash : null) },
      sent_hash: {
        get: ({ fate, sentHash }) => (fate === 'taken' ? sentHash : null),
        set(entry, value) {
          entry.sentHash = value ?? null
        },
      },
      sender: textOrNull('sender'),
      message_id: textOrNull('messageId'),
      ticket_number: numberOrNull('ticketNumber'),
      cause: textOrNull('cause'),
    },
  },
  mailOriginals: {
    table: 'os_mail_original',
    columns: {
      ...id,
      ticket_id: belongsTo('ticketId'),
      event_id: numberOrNull('eventId'),
      file: textOrNull('file'),
      size: number('size'),
      hash: text('hash'),
      piece: number('piece'),
      content: textOrNull('content'),
    },
  },
  knownPlaces: {
    table: 'os_known_place',
    key: 'placeHash',
    columns: {
      place_hash: text('placeHash'),
      ...account('account', { user: 'user_id', staff: 'staff_id' }, { required: true }),
      used_at: millis('usedAt'),
    },
  },
  pendingAddresses: {
    table: 'os_pending_address',
    columns: {
      ...id,
      ...account('account', { user: 'user_id', staff: 'staff_id' }, { required: true }),
      email: text('email'),
      token_hash: text('tokenHash'),
      sign_up: {
        get: ({ signUp }) => signUp && JSON.stringify(signUp),
        set(pending, value) {
          pending.signUp = value === null ? null : JSON.parse(String(value))
        },
      },
      expires_at: millis('expiresAt'),
    },
  },
  outbox: {
    table: 'os_outbox',
    columns: {
      ...id,
      template: text('template'),
      recipient: text('to'),
      language: text('language'),
      variables: json('variables'),
      created_at: millis('createdAt'),
      attempts: number('attempts'),
      due_at: millisOrNull('dueAt'),
      cause: textOrNull('cause'),
      proof: textIfAny('proof'),
    },
  },
  sessions: {
    table: 'os_session',
    key: 'tokenHash',
    columns: {
      token_hash: text('tokenHash'),
      ...account('account', { user: 'user_id', staff: 'staff_id' }, { required: true }),
      ticket_number: numberOrNull('ticketNumber'),
      expires_at: millis('expiresAt'),
      remember_hash: textIfAny('rememberHash'),
    },
  },
}

/** All tables of a backup, in their order, with the names that they have in memory. */
export const backupTables = Object.entries(everything) as unknown as readonly (readonly [
  name: TableName,
  table: Kept<unknown> | Derived,
])[]

/** What columns need besides their row when they are written. */
export const aroundOf = ({ memberships }: Snapshot): Around => {
  const owners = new Map<number, number>()
  for (const { departmentId } of memberships.rows)
    owners.set(departmentId, (owners.get(departmentId) ?? 0) + 1)
  return { owners, supervisors: new Map() }
}
