/** The engines that the benchmark measures. */
export const engineNames = ['sqlite', 'postgres', 'mariadb'] as const

export type EngineName = (typeof engineNames)[number]

/** The number of tickets and events by size. */
export const sizes = {
  S: { tickets: 10_000, events: 100_000 },
  M: { tickets: 100_000, events: 1_000_000 },
  L: { tickets: 1_000_000, events: 10_000_000 },
} as const

export type Size = keyof typeof sizes

export type Value = string | number | null

/** A row of any table. */
export type Row = Record<string, Value>

/** Writes rows directly into the tables of an engine, faster than a helpdesk would. */
export interface Loader {
  /** Returns the rows of a statement. Names are in double quotes. */
  rows(sql: string): Promise<Row[]>
  run(sql: string): Promise<void>
  /** Inserts rows that all have the same columns. */
  fill(table: string, rows: Iterable<Row>): Promise<void>
  /** Finishes what inserts leave to later, and what the engine does by itself in the background. */
  close(): Promise<void>
}

/** Returns the CPU time that the server has spent on the connections of a desk, in microseconds. */
export interface ServerClock {
  read(): Promise<number>
  close(): Promise<void>
}

export interface Engine {
  readonly name: EngineName
  readonly title: string
  /** Creates an empty database, replacing one of the same name. Returns its address for `openStorage`. */
  create(folder: string, name: string): Promise<string>
  drop(address: string): Promise<void>
  load(address: string): Promise<Loader>
  /** Undefined for an engine without a server, and for one on another machine. */
  serverClock(address: string): Promise<ServerClock | undefined>
  version(address: string): Promise<string>
}
