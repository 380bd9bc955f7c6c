import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { PatientAdapter, whenFree } from '../patient-sqlite.js'
import type { ReadThread, ThreadSnapshot } from './thread.js'

/** Where a snapshot gets its thread, and what happens to it afterwards. */
export interface ThreadSource {
  take(): Promise<ReadThread>
  giveBack?(thread: ReadThread): void
}

class ThreadConnection implements DatabaseConnection {
  readonly thread: ReadThread
  readonly snapshot: ThreadSnapshot

  constructor(thread: ReadThread) {
    this.thread = thread
    this.snapshot = thread.snapshot()
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    return { rows: (await whenFree(() => this.snapshot.read(sql, parameters))) as R[] }
  }

  // biome-ignore lint/correctness/useYield: nothing streams from a snapshot.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('snapshots do not stream')
  }
}

class ThreadDriver implements Driver {
  readonly #source: ThreadSource

  constructor(source: ThreadSource) {
    this.#source = source
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return new ThreadConnection(await this.#source.take())
  }

  /** The first read begins the snapshot, which saves a message. */
  async beginTransaction(): Promise<void> {}

  async commitTransaction(): Promise<void> {}

  async rollbackTransaction(): Promise<void> {}

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    const { thread, snapshot } = connection as ThreadConnection
    snapshot.end()
    this.#source.giveBack?.(thread)
  }

  async destroy(): Promise<void> {}
}

/** Returns a dialect whose transactions are snapshots on threads. */
export const threadDialect = (source: ThreadSource): Dialect => ({
  createAdapter: () => new PatientAdapter(),
  createDriver: () => new ThreadDriver(source),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
})
