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
  /** Where a text of a ticket `t` is looked for, and how good each place is. */
  textSearch(text: string): TextSearch
}

export interface TextSearch {
  readonly found: RawBuilder<SqlBool>
  /** 1 number, 2 start of the title, 3 title, 4 content, 5 comment. */
  readonly rank: RawBuilder<number>
}

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
}
