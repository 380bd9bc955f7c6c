import type { LockMode } from '@opensupports/core'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Ddl } from '../ddl/index.js'
import type { Db } from '../schema.js'
import type { BackupEngine } from './backup-engine.js'
import type { FaultCode } from './fault.js'
import type { HostConnections } from './host-connections.js'

/** The tickets that hold a text. */
export interface TextSource {
  /** Selects `id` and `place`. */
  readonly select: RawBuilder<unknown>
  /** Distinguishes this statement from others. Absent if the statement depends on the text, so that it is compiled each time. */
  readonly key?: string
  /** The values of its placeholders. */
  readonly values?: Readonly<Record<string, unknown>>
}

/** How a kind of database searches texts: literally, ignoring case and accents. */
export interface TextConditions {
  /** Returns the condition that a column contains a part. */
  holds(column: string, part: string): RawBuilder<SqlBool>
  /** Returns the condition that a column starts with a part. */
  startsWith(column: string, part: string): RawBuilder<SqlBool>
  /**
   * Selects the tickets that hold a text, with the place: 1 number, 2 start of the title, 3 title, 4 content, 5
   * comment. At most the newest 2,000 of each place, and of what the newest 5,000 texts hold that have all grams of the
   * searched text; a ticket comes once for each of its places. Of texts that no index finds, the newest 10,000 tickets
   * and comments are read.
   */
  anywhere(db: Db, text: string): Promise<TextSource>
  /** Selects the newest tickets whose title holds a part, at most 10,000. */
  inTitles(db: Db, part: string): Promise<RawBuilder<unknown>>
  /** Called after an insert of a ticket or a comment; absent where the database keeps the index by itself. */
  added?(): void
  /** Called in the transaction that has changed a text; absent where the database keeps the index by itself. */
  changed?(db: Db, table: 'ticket' | 'ticketevent', id: number): Promise<void>
  /** Called in the transaction that has removed all tickets. */
  cleared?(db: Db): Promise<void>
}

/** A search takes at most this many tickets or comments from each place where it finds the text. */
export const mostHits = 2_000

/**
 * Returns the most texts of a place that a search compares. Each has all trigrams of the searched text. They are as many as
 * it may find, and at least 5,000.
 */
export const comparedAtMost = (hits: number): number => Math.max(hits, 5_000)

/** A search by title finds at most this many tickets. */
export const mostTitles = 10_000

/** Lists count at most this many rows. */
export const mostCounted = 10_000

/** Where no index finds a text, a search reads at most this many tickets or comments. */
export const mostRead = 10_000

/** The highest day. Numbers above it, which are no dates, belong to it. */
export const lastDay = 99_999_999

/** Returns the day of a moment as `DateExpressions.day` does. `wholeDay` divides by 10,000 without a remainder. */
export const boundedDay = (column: string, wholeDay: RawBuilder<unknown>): RawBuilder<number> =>
  sql`case when coalesce(${sql.ref(column)}, 0) < 10000 then 0
    when ${sql.ref(column)} >= ${sql.lit(lastDay * 10_000)} then ${sql.lit(lastDay)} else ${wholeDay} end`

/** Expressions over columns with moments, which are numbers YYYYMMDDHHmm in UTC. */
export interface DateExpressions {
  /** Seconds from a fixed moment; null if it is not a date. */
  seconds(column: string): RawBuilder<number | null>
  /** Returns the hour, 0 to 23. */
  hour(column: string): RawBuilder<number>
  /** Returns the quarter of an hour: the hour, times 10, plus 0 to 3. */
  quarter(column: string): RawBuilder<number>
  /** Returns the day YYYYMMDD: 0 for null and for what comes before, and at most `lastDay`. */
  day(column: string): RawBuilder<number>
  /** 0 (Monday) to 6; null if it is not a date. */
  weekday(column: string): RawBuilder<number | null>
}

/** The clauses that make a `select` lock its rows until the transaction ends. */
export interface RowLocks extends Readonly<Record<LockMode, RawBuilder<unknown>>> {
  /** The lock before a row is deleted. It also prevents inserts of rows that reference it. */
  readonly removal: RawBuilder<unknown>
  /** The lock before an insert of a row that references it. It prevents its deletion. */
  readonly reference: RawBuilder<unknown>
  /**
   * Whether one union of locking selects takes the locks of each select before those of the next. MySQL and MariaDB do not:
   * while they plan the statement, they already read, and lock, rows that are named by their keys.
   */
  readonly inOneStatement: boolean
}

/**
 * How much a read may have to read. `much` must not block the event loop. For `unknown`, the read finds out itself, with a few
 * small statements.
 */
export type Effort = 'little' | 'unknown' | 'much'

/** Thrown by a bounded read that would have to read much. */
export class TooMuch extends Error {}

/** The differences between kinds of databases. All other code is shared. */
export interface Dialect {
  readonly text: TextConditions
  readonly dates: DateExpressions
  readonly backup: BackupEngine
  readonly ddl: Ddl
  readonly host: HostConnections
  /** Runs `work` in a READ COMMITTED transaction, and retries it after a deadlock. */
  transaction<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T>
  /**
   * Runs reads on one snapshot of what is committed; absent where nothing provides one cheaply.
   *
   * @param read throws TooMuch where `isBounded` is true and it would take long; then it runs again without a bound
   */
  snapshot?<T>(read: (db: Db, isBounded: boolean) => Promise<T>, effort: Effort): Promise<T>
  /** Ends the pool. Does nothing if Kysely has ended it, which it does only after it has run a statement itself. */
  end?(): Promise<void>
  /** See `Storage.version`. */
  version?(): number | undefined
  /** Absent for databases with a single writer. */
  readonly rowLocks?: RowLocks | undefined
  /** Returns whether an error reports a duplicate of a unique value; absent for databases with a single writer. */
  isDuplicate?(error: unknown): boolean
  /** Returns why the database cannot serve a call now, or undefined for all other errors. */
  faultOf(error: unknown): FaultCode | undefined
  /** Runs a single statement, and retries it after a deadlock; absent for databases without deadlocks. */
  again?<T>(statement: () => Promise<T>): Promise<T>
  /**
   * Takes the next numbers of a sequence without repeats: above its last number, and above the highest id of tickets.
   *
   * @returns the first of them
   */
  nextPlaces(db: Db, count: number): Promise<number>
  /** The most places to take in one transaction. Several pay where each transaction costs a round trip or a sync. */
  readonly mostPlaces: number
  /** Whether an upsert returns its row. False where it cannot, and on SQLite, where a select after it costs less. */
  readonly upsertsReturn: boolean
  /** Whether one statement can insert rows into several tables. */
  readonly insertsIntoSeveral: boolean
  /**
   * Returns an expression that collects the ids of a column in a JSON array. Drivers return the array, or its text. Of no
   * rows, it is null or empty.
   */
  jsonOf(column: string): RawBuilder<string | readonly number[] | null>
  /** Selects the names of all tables. */
  readonly tableNames: RawBuilder<{ name: string }>
  /** `for update skip locked`; empty for databases with a single writer. */
  readonly passingOver: RawBuilder<unknown>
  /** Follow an ascending and a descending key of an order, so that nulls are the lowest; empty where they are. */
  readonly nullsFirst: RawBuilder<unknown>
  readonly nullsLast: RawBuilder<unknown>
  /**
   * An aggregate of the table `setting`: the number of settings, a space, and a JSON text of all pairs of a name and a value,
   * which is read and compared faster than rows. It may be null for no rows. MariaDB cuts off a text beyond its
   * `group_concat_max_len`, but not necessarily inside a pair.
   */
  readonly settingsText: RawBuilder<string | null>
  /** Whether to read settings together with the session. False on SQLite, which reads them only after they have changed. */
  readonly settingsWithSession: boolean
  /** Whether the event loop stands still while a statement runs. */
  readonly blocksEventLoop?: boolean
  /**
   * Whether the database sorts all rows that an index has in the order of the first key only. Others sort those of one
   * value at a time, until a limit.
   */
  readonly sortsAll: boolean
  /**
   * Whether the database reads the tables of a join in the written order, and takes the index that has the order of a list.
   * Others decide by estimates: they may read all tickets unless a repeated condition tells them how few a source has.
   */
  readonly readsAsWritten: boolean
  /**
   * Returns a subquery `t` of the tickets that meet an indexed condition. Absent where the planner uses that index by
   * itself.
   */
  ticketsWith?(condition: RawBuilder<unknown>): RawBuilder<unknown>
  /** Returns a column as the planner uses no index for it, where it would take a bad one. */
  unindexed(column: string): RawBuilder<unknown>
}
