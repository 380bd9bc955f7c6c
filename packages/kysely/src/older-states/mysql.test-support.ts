import { type Kysely, type Migration, type QueryExecutorProvider, sql } from 'kysely'
import { addressTables, lowerCaseAddresses } from '../ddl/index.js'
import type { Db } from '../schema.js'
import { lockRowsAndIndexes } from './rows-to-lock.test-support.js'
import { type ColumnKind, type TableOfOld, tablesOf411 } from './tables.test-support.js'

/** Column types. At four bytes a character, the varchar types stay below the index limit of 3,072 bytes. */
const columnTypes: Record<ColumnKind, string> = {
  int: 'int unsigned',
  bool: 'tinyint unsigned',
  double: 'double',
  line: 'varchar(500)',
  name: 'varchar(255)',
  text: 'mediumtext',
}

const collation = 'character set utf8mb4 collate utf8mb4_unicode_ci'

function createTable({ name, columns, references = {}, unique }: TableOfOld): string {
  const lines = [
    'id int unsigned not null auto_increment primary key',
    ...Object.entries(columns).map(([column, kind]) => `\`${column}\` ${columnTypes[kind]}`),
    ...Object.entries(references).map(
      ([column, [table, onDelete]]) =>
        `constraint \`c_fk_${name}_${column}\` foreign key (\`${column}\`) references \`${table}\` (id)
          on delete ${onDelete} on update ${onDelete}`,
    ),
    ...(unique ? [`unique (${unique.join(', ')})`] : []),
  ]
  return `create table \`${name}\` (${lines.join(', ')}) engine = InnoDB ${collation}`
}

const run = async (db: Kysely<unknown>, statements: readonly string[]) => {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** The indexes of the first version. */
const firstIndexes = [
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
  'create index os_ticket_department on ticket (department_id, closed)',
]

const own = `engine = InnoDB character set utf8mb4 collate utf8mb4_bin`

const ownTables = [
  'alter table sessioncookie add column os_created_at bigint, add column os_expires_at bigint',
  'alter table recoverpassword add column os_purpose varchar(20), add column os_expires_at bigint',
  'alter table apikey add column token_ending varchar(10)',
  'create index os_sessioncookie_token on sessioncookie (token)',
  'create index os_recoverpassword_token on recoverpassword (token)',
  'create index os_recoverpassword_email on recoverpassword (email)',
  `create table os_session (token_hash varchar(64) primary key, user_id int unsigned, staff_id int unsigned,
    ticket_number int unsigned, expires_at bigint not null, index (user_id), index (staff_id), index (expires_at)) ${own}`,
  `create table os_attempt (\`key\` varchar(500) primary key, count int not null, until bigint not null) ${own}`,
  `create table os_counter (name varchar(191) primary key, value bigint not null) ${own}`,
  `create table os_outbox (id int unsigned not null auto_increment primary key, template varchar(191) not null,
    recipient varchar(500) not null, language varchar(20) not null, variables mediumtext not null,
    created_at bigint not null, attempts int not null default 0, due_at bigint, cause text, index (due_at)) ${own}`,
]

const mailLedger = [
  `create table os_mail_ledger (id int unsigned not null auto_increment primary key, mailbox varchar(500) not null,
    uid_validity varchar(40) not null, uid bigint not null, fate varchar(20) not null, attempts int not null,
    at bigint not null, content_hash varchar(64), taken_hash varchar(64), sender varchar(500), message_id varchar(500),
    ticket_number int unsigned, cause text, unique (mailbox, uid_validity, uid), unique (taken_hash),
    index (ticket_number)) ${own}`,
  'create index os_mailtemplate_name on mailtemplate (template, language)',
]

const mailOriginals = [
  `create table os_mail_original (id int unsigned not null auto_increment primary key, ticket_id int unsigned not null,
    event_id int unsigned, file varchar(255), size bigint not null, hash varchar(64) not null, piece int not null,
    content mediumtext) ${own}`,
  'alter table os_mail_ledger add column sent_hash varchar(64)',
  'create unique index os_mail_ledger_sent on os_mail_ledger (sent_hash)',
  'create index os_mail_ledger_message on os_mail_ledger (message_id)',
  'create index os_mail_original_ticket on os_mail_original (ticket_id, event_id, piece)',
]

const unprovedTickets = [
  'alter table ticket add column os_unproved tinyint(1)',
  `create table os_file_name (stored varchar(255) primary key, name text not null) ${own}`,
]
/** Columns with a unique index that compare byte by byte. */
const exactColumns: Readonly<Record<string, readonly string[]>> = {
  apikey: ['name'],
  tag: ['name'],
  customfield: ['name'],
  setting: ['name'],
  language: ['code'],
  os_attempt: ['key'],
  os_mail_ledger: ['mailbox'],
}

/** Returns a binary collation that respects trailing spaces. `utf8mb4_bin` ignores them. */
async function exactCollation(db: QueryExecutorProvider): Promise<string> {
  const { rows } = await sql<{
    name: string
  }>`select collation_name as name from information_schema.collations
    where collation_name in ('utf8mb4_nopad_bin', 'utf8mb4_0900_bin')`.execute(db)
  return rows[0]?.name ?? 'utf8mb4_bin'
}

/** Gives the existing columns a binary collation. Skips columns that have it already. */
async function makeExact(db: QueryExecutorProvider, wanted = exactColumns): Promise<void> {
  const collation = await exactCollation(db)
  for (const [table, columns] of Object.entries(wanted)) {
    const found = await sql<{ name: string; type: string; nullable: string }>`
      select column_name as name, column_type as type, is_nullable as nullable from information_schema.columns
      where table_schema = database() and table_name = ${table} and column_name in (${sql.join(columns)})
        and collation_name <> ${collation}`.execute(db)
    for (const { name, type, nullable } of found.rows) {
      const change = `\`${name}\` ${type} character set utf8mb4 collate ${collation} ${nullable === 'NO' ? 'not' : ''} null`
      await sql.raw(`alter table \`${table}\` modify ${change}`).execute(db)
    }
  }
}

/** Indexes a prefix: with an index on the whole column, 4.11 would list bans in index order. */
const banIndex = ['drop index os_ban_email on ban', 'create unique index os_ban_email on ban (email(254))']

const accountProofs = [
  'alter table user add column os_verification_expires_at bigint',
  'alter table os_session add column remember_hash varchar(64)',
  'alter table apikey add column os_sealed_key varchar(500), add column os_sealed_until bigint',
  'alter table os_outbox add column proof varchar(40)',
  `create table os_pending_address (id int unsigned not null auto_increment primary key, user_id int unsigned,
    staff_id int unsigned, email varchar(255) not null, token_hash varchar(64) not null, sign_up mediumtext,
    expires_at bigint not null, index (email), index (user_id), index (staff_id)) ${own}`,
  `create table os_known_place (place_hash varchar(64) primary key, user_id int unsigned, staff_id int unsigned,
    used_at bigint not null, index (user_id), index (staff_id), index (used_at)) ${own}`,
]

/** Address columns become binary after the conversion to lower case. */
const addressColumns = Object.fromEntries(
  [...addressTables, 'os_pending_address'].map((table) => [table, ['email']]),
)

const firstMigration = '0001-tables-of-4.11'

const events = [
  `create table os_event (id bigint unsigned not null auto_increment primary key, position bigint unsigned,
    name varchar(60) not null, by_kind varchar(10), by_id int unsigned, at bigint not null, payload longtext not null) ${own}`,
  'create unique index os_event_position on os_event (position)',
  'create index os_event_at on os_event (at)',
]

const rowsToLock = [`create table os_lock (name varchar(40) primary key) ${own}`, ...lockRowsAndIndexes]

/** Migrations without `down`, ordered by name. All databases use the same names. */
export const mysqlMigrations: Record<string, Migration> = {
  [firstMigration]: { up: (db) => run(db, [...tablesOf411.map(createTable), ...firstIndexes]) },
  '0002-own-tables': { up: (db) => run(db, ownTables) },
  '0003-search-index': { up: async () => {} },
  '0004-mail-ledger': { up: (db) => run(db, mailLedger) },
  '0005-plain-dates': { up: async () => {} },
  '0006-exact-names': {
    async up(db) {
      await makeExact(db)
      await run(db, banIndex)
    },
  },
  '0006-one-folding': { up: async () => {} },
  '0007-pending-addresses': {
    async up(db) {
      await run(db, accountProofs)
      await lowerCaseAddresses(db as Db)
      await makeExact(db, addressColumns)
    },
  },
  '0008-mail-original': { up: (db) => run(db, mailOriginals) },
  '0009-unproved-tickets': { up: (db) => run(db, unprovedTickets) },
  '0010-rows-to-lock': { up: (db) => run(db, rowsToLock) },
  '0011-events': { up: (db) => run(db, events) },
}
