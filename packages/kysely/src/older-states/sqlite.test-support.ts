import { type Kysely, type Migration, sql } from 'kysely'
import { lowerCaseAddresses } from '../ddl/index.js'
import type { Db } from '../schema.js'
import { lockRowsAndIndexes } from './rows-to-lock.test-support.js'
import { type ColumnKind, type TableOfOld, tablesOf411 } from './tables.test-support.js'

const types: Record<ColumnKind, string> = {
  int: 'integer',
  bool: 'integer',
  double: 'real',
  line: 'text',
  name: 'text collate nocase',
  text: 'text',
}

function createTable({ name, columns, references = {}, unique }: TableOfOld): string {
  const lines = Object.entries(columns).map(([column, kind]) => {
    const [table, onDelete] = references[column] ?? []
    const reference = table ? ` references "${table}" (id) on delete ${onDelete} on update ${onDelete}` : ''
    return `"${column}" ${types[kind]}${reference}`
  })
  if (unique) lines.push(`unique (${unique.join(', ')})`)
  return `create table "${name}" (${['id integer primary key autoincrement', ...lines].join(', ')})`
}

const run = async (db: Kysely<unknown>, statements: readonly string[]) => {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const firstTables = [
  ...tablesOf411.map(createTable),
  'create unique index os_user_email on user (email)',
  'create unique index os_staff_email on staff (email)',
  'create unique index os_ban_email on ban (email)',
  'create unique index os_ticket_number on ticket (ticket_number)',
  'create unique index os_setting_name on setting (name)',
  'create unique index os_language_code on language (code)',
  'create unique index os_apikey_name on apikey (name)',
  'create index os_apikey_token on apikey (token)',
  'create unique index os_tag_name on tag (name)',
  'create unique index os_customfield_name on customfield (name)',
  'create index os_customfieldoption_field on customfieldoption (customfield_id)',
  'create index os_customfieldvalue_user on customfieldvalue (user_id)',
  'create index os_customfieldvalue_field on customfieldvalue (customfield_id)',
  'create index os_customfieldvalue_option on customfieldvalue (customfieldoption_id)',
  'create index os_department_staff_staff on department_staff (staff_id)',
  'create index os_ticket_department on ticket (department_id, closed)',
  'create index os_ticket_author on ticket (author_id)',
  'create index os_ticket_author_staff on ticket (author_staff_id)',
  'create index os_ticket_owner on ticket (owner_id)',
  'create index os_staff_ticket_ticket on staff_ticket (ticket_id)',
  'create index os_ticket_user_user on ticket_user (user_id)',
  'create index os_tag_ticket_ticket on tag_ticket (ticket_id)',
  'create index os_event_ticket on ticketevent (ticket_id)',
  'create index os_event_author_user on ticketevent (author_user_id)',
  'create index os_event_author_staff on ticketevent (author_staff_id)',
  'create index os_log_author_user on log (author_user_id)',
  'create index os_log_author_staff on log (author_staff_id)',
  'create index os_supervised_user on supervisedrelation_user (user_id)',
  'create index os_user_supervised on user (supervisedrelation_id)',
  'create index os_article_topic on article (topic_id)',
]

const ownTables = [
  'alter table sessioncookie add column os_created_at integer',
  'alter table sessioncookie add column os_expires_at integer',
  'alter table recoverpassword add column os_purpose text',
  'alter table recoverpassword add column os_expires_at integer',
  'alter table apikey add column token_ending text',
  'create index os_sessioncookie_token on sessioncookie (token)',
  'create index os_sessioncookie_user on sessioncookie (user_id)',
  'create index os_sessioncookie_staff on sessioncookie (staff_id)',
  'create index os_recoverpassword_token on recoverpassword (token)',
  'create index os_recoverpassword_email on recoverpassword (email)',
  `create table os_session (token_hash text primary key, user_id integer, staff_id integer, ticket_number integer,
    expires_at integer not null) without rowid`,
  'create index os_session_user on os_session (user_id)',
  'create index os_session_staff on os_session (staff_id)',
  'create index os_session_expiry on os_session (expires_at)',
  'create table os_attempt (key text primary key, count integer not null, until integer not null) without rowid',
  'create table os_counter (name text primary key, value integer not null) without rowid',
  `create table os_outbox (id integer primary key autoincrement, template text not null, recipient text not null,
    language text not null, variables text not null, created_at integer not null,
    attempts integer not null default 0, due_at integer, cause text)`,
  'create index os_outbox_due on os_outbox (due_at)',
]

/** Trigram indexes for substring search that ignores case and accents. */
const searchIndex = [
  `create virtual table os_ticket_text using fts5 (title, content, content='ticket', content_rowid='id',
    tokenize='trigram remove_diacritics 1')`,
  `create trigger os_ticket_text_added after insert on ticket begin
    insert into os_ticket_text (rowid, title, content) values (new.id, new.title, new.content); end`,
  `create trigger os_ticket_text_removed after delete on ticket begin
    insert into os_ticket_text (os_ticket_text, rowid, title, content)
    values ('delete', old.id, old.title, old.content); end`,
  `create trigger os_ticket_text_changed after update of title, content on ticket begin
    insert into os_ticket_text (os_ticket_text, rowid, title, content)
    values ('delete', old.id, old.title, old.content);
    insert into os_ticket_text (rowid, title, content) values (new.id, new.title, new.content); end`,
  `create virtual table os_comment_text using fts5 (content, content='ticketevent', content_rowid='id',
    tokenize='trigram remove_diacritics 1')`,
  `create trigger os_comment_text_added after insert on ticketevent when new.type = 'COMMENT' begin
    insert into os_comment_text (rowid, content) values (new.id, new.content); end`,
  `create trigger os_comment_text_removed after delete on ticketevent when old.type = 'COMMENT' begin
    insert into os_comment_text (os_comment_text, rowid, content) values ('delete', old.id, old.content); end`,
  `create trigger os_comment_text_changed after update of content on ticketevent when new.type = 'COMMENT' begin
    insert into os_comment_text (os_comment_text, rowid, content) values ('delete', old.id, old.content);
    insert into os_comment_text (rowid, content) values (new.id, new.content); end`,
  // Index the existing rows.
  'insert into os_ticket_text (rowid, title, content) select id, title, content from ticket',
  "insert into os_comment_text (rowid, content) select id, content from ticketevent where type = 'COMMENT'",
]

const mailLedger = [
  `create table os_mail_ledger (id integer primary key autoincrement, mailbox text not null, uid_validity text not null,
    uid integer not null, fate text not null, attempts integer not null, at integer not null, content_hash text,
    taken_hash text, sender text, message_id text, ticket_number integer, cause text)`,
  'create unique index os_mail_ledger_place on os_mail_ledger (mailbox, uid_validity, uid)',
  'create unique index os_mail_ledger_taken on os_mail_ledger (taken_hash)',
  'create index os_mail_ledger_ticket on os_mail_ledger (ticket_number)',
  'create index os_mailtemplate_name on mailtemplate (template, language)',
]

const mailOriginals = [
  `create table os_mail_original (id integer primary key autoincrement, ticket_id integer not null, event_id integer,
    file text, size integer not null, hash text not null, piece integer not null, content text)`,
  'alter table os_mail_ledger add column sent_hash text',
  'create unique index os_mail_ledger_sent on os_mail_ledger (sent_hash)',
  'create index os_mail_ledger_message on os_mail_ledger (message_id)',
  'create index os_mail_original_ticket on os_mail_original (ticket_id, event_id, piece)',
]

const unprovedTickets = [
  'alter table ticket add column os_unproved integer',
  'create table os_file_name (stored text primary key, name text not null) without rowid',
]
/** Makes the unique indexes on names compare every byte. The stores implement the rest of the rule. */
const exactNames = ['apikey', 'tag', 'customfield'].flatMap((table) => [
  `drop index os_${table}_name`,
  `create unique index os_${table}_name on ${table} (name collate binary)`,
])

/** Returns the statements that create a trigram index over folded texts, by row id, with triggers that maintain it. */
function foldedIndex(index: string, table: string, columns: readonly string[], rows: string): string[] {
  const folded = (row: string) => columns.map((column) => `os_folded(${row}.${column})`).join(', ')
  const names = columns.join(', ')
  const add = `insert into ${index} (rowid, ${names}) select new.id, ${folded('new')} where ${rows.replaceAll('row.', 'new.')};`
  const remove = `delete from ${index} where rowid = old.id;`
  return [
    ...['added', 'removed', 'changed'].map((change) => `drop trigger ${index}_${change}`),
    `drop table ${index}`,
    `create virtual table ${index} using fts5 (${names}, content='', contentless_delete=1,
      tokenize='trigram case_sensitive 1')`,
    `create trigger ${index}_added after insert on ${table} begin ${add} end`,
    `create trigger ${index}_removed after delete on ${table} begin ${remove} end`,
    `create trigger ${index}_changed after update of ${names} on ${table} begin ${remove} ${add} end`,
    `insert into ${index} (rowid, ${names}) select row.id, ${folded('row')} from ${table} row where ${rows}`,
  ]
}

const foldedIndexes = [
  ...foldedIndex('os_ticket_text', 'ticket', ['title', 'content'], '1 = 1'),
  ...foldedIndex('os_comment_text', 'ticketevent', ['content'], "row.type = 'COMMENT'"),
]

const accountProofs = [
  'alter table user add column os_verification_expires_at integer',
  'alter table os_session add column remember_hash text',
  'alter table apikey add column os_sealed_key text',
  'alter table apikey add column os_sealed_until integer',
  'alter table os_outbox add column proof text',
  `create table os_pending_address (id integer primary key autoincrement, user_id integer, staff_id integer,
    email text not null, token_hash text not null, sign_up text, expires_at integer not null)`,
  'create index os_pending_address_email on os_pending_address (email)',
  'create index os_pending_address_user on os_pending_address (user_id)',
  'create index os_pending_address_staff on os_pending_address (staff_id)',
  `create table os_known_place (place_hash text primary key, user_id integer, staff_id integer,
    used_at integer not null) without rowid`,
  'create index os_known_place_user on os_known_place (user_id)',
  'create index os_known_place_staff on os_known_place (staff_id)',
  'create index os_known_place_used on os_known_place (used_at)',
]

const events = [
  `create table os_event (id integer primary key autoincrement, position integer, name text not null, by_kind text,
    by_id integer, at integer not null, payload text not null)`,
  'create unique index os_event_position on os_event (position)',
  'create index os_event_at on os_event (at)',
]

const rowsToLock = ['create table os_lock (name text primary key) without rowid', ...lockRowsAndIndexes]

/** Migrations without `down`, ordered by name. */
export const sqliteMigrations: Record<string, Migration> = {
  '0001-tables-of-4.11': { up: (db) => run(db, firstTables) },
  '0002-own-tables': { up: (db) => run(db, ownTables) },
  '0003-search-index': { up: (db) => run(db, searchIndex) },
  '0004-mail-ledger': { up: (db) => run(db, mailLedger) },
  '0005-plain-dates': { up: async () => {} },
  '0006-exact-names': { up: (db) => run(db, exactNames) },
  '0006-one-folding': { up: (db) => run(db, foldedIndexes) },
  '0007-pending-addresses': {
    async up(db) {
      await run(db, accountProofs)
      // `nocase` folds only A to Z.
      await lowerCaseAddresses(db as Db)
    },
  },
  '0008-mail-original': { up: (db) => run(db, mailOriginals) },
  '0009-unproved-tickets': { up: (db) => run(db, unprovedTickets) },
  '0010-rows-to-lock': { up: (db) => run(db, rowsToLock) },
  '0011-events': { up: (db) => run(db, events) },
}
