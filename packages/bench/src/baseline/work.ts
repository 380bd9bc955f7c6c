// What the hand-written server does, apart from the driver: functions that yield statements and get their rows. The
// same functions run without any waiting on better-sqlite3, and asynchronously on the drivers of servers.

export type Row = Readonly<Record<string, string | number | null>>

/** A statement with `?` for each value, and names that need quotes in double ones. */
export interface Query {
  readonly sql: string
  readonly values: readonly unknown[]
}

export type Work<T> = Generator<Query, T, Row[]>

export function* rows(sql: string, ...values: readonly unknown[]): Work<Row[]> {
  return yield { sql, values }
}

export function* row(sql: string, ...values: readonly unknown[]): Work<Row | undefined> {
  return (yield { sql, values })[0]
}

/** Runs work on a database. */
export interface Database {
  run<T>(work: Work<T>): T | Promise<T>
  /** Runs work in one transaction. */
  write<T>(work: Work<T>): T | Promise<T>
  close(): Promise<void>
}

export class Refusal extends Error {}
