import type { LockMode } from '@opensupports/core'
import type { RawBuilder, SqlBool } from 'kysely'
import type { Ddl } from '../ddl/index.js'
import type { Db } from '../schema.js'
import type { BackupEngine } from './backup-engine.js'

/** How a kind of database finds texts: literally, without case and accents. */
export interface TextConditions {
  /** Whether a column holds a part. */
  holds(column: string, part: string): RawBuilder<SqlBool>
  /** Whether a column starts with a part. */
  startsWith(column: string, part: string): RawBuilder<SqlBool>
  /**
   * Selects the tickets that hold a text, with the place: 1 number, 2 start of the title, 3 title, 4 content, 5 comment.
   * At most the newest 2,000 of each place; a ticket comes once for each of its places. Of texts that no index finds, the
   * newest 20,000 tickets and comments are read.
   */
  anywhere(text: string): RawBuilder<{ id: number; place: number }>
  /** Selects the newest tickets whose title holds a part, at most 10,000. */
  inTitles(part: string): RawBuilder<unknown>
}

/** As many tickets or comments are taken of each place where a text is found. */
export const mostHits = 2_000

/** As many tickets are found by their titles. */
export const mostTitles = 10_000

/** As many tickets or comments are read for a text that no index finds. */
export const mostRead = 20_000

/** What a database makes of columns with moments, which are numbers YYYYMMDDHHmm in UTC. Each kind has its own words. */
export interface DateExpressions {
  /** Seconds from a moment that is the same for all; null for what is no date. */
  seconds(column: string): RawBuilder<number | null>
  /** 0 to 23. */
  hour(column: string): RawBuilder<number>
  /** 0 to 6, from Monday on; null for what is no date. */
  weekday(column: string): RawBuilder<number | null>
}

/** The end of a `select` that locks the rows it reads until the transaction ends. */
export interface RowLocks extends Readonly<Record<LockMode, RawBuilder<unknown>>> {
  /** Taken before the row is deleted: also keeps others from inserting rows that point to it. */
  readonly removal: RawBuilder<unknown>
  /** Taken before a row is inserted that points to it: it cannot be deleted meanwhile. */
  readonly reference: RawBuilder<unknown>
}

/** What differs from one kind of database to the next; everything else is the same for all. */
export interface Dialect {
  readonly text: TextConditions
  readonly dates: DateExpressions
  readonly backup: BackupEngine
  readonly ddl: Ddl
  /** Runs `work` in a transaction that sees what others have committed; again after a deadlock. */
  transaction<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T>
  /** Absent where one writes at a time. */
  readonly rowLocks?: RowLocks | undefined
  /** Whether an error says that a value has to be unique and is there already; absent where one writes at a time. */
  isDuplicate?(error: unknown): boolean
  /** Runs a single statement, again after a deadlock; absent where there are none. */
  again?<T>(statement: () => Promise<T>): Promise<T>
  /** The next number of a sequence that never gives one twice: above its last, and above the highest id of tickets. */
  nextPlace(db: Db): Promise<number>
  /** Reads the names of all tables. */
  readonly tableNames: RawBuilder<{ name: string }>
  /** Makes other workers pass over the rows that a statement has read for itself; nothing where one writes at a time. */
  readonly passingOver: RawBuilder<unknown>
  /** Follow an ascending and a descending key of an order, so that nulls are the lowest; empty where they are. */
  readonly nullsFirst: RawBuilder<unknown>
  readonly nullsLast: RawBuilder<unknown>
  /** Returns a column as the planner uses no index for it, where it would take a bad one. */
  unindexed(column: string): RawBuilder<unknown>
}
