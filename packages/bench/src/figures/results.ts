import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { EngineName, Size } from '../desks/index.js'

interface Of {
  readonly engine: EngineName
  readonly size: Size
}

/** Where a run was measured: the machine, and the versions of the databases. */
export interface MachineResult {
  readonly kind: 'machine'
  readonly cpu: string
  readonly cores: number
  readonly memoryGb: number
  readonly node: string
  readonly date: string
}

export interface EngineResult extends Of {
  readonly kind: 'engine'
  readonly version: string
  readonly tickets: number
  readonly events: number
}

/** What one operation costs in process. Times are in milliseconds per call. */
export interface OperationResult extends Of {
  readonly kind: 'operation'
  readonly name: string
  readonly cpu: number
  /** The CPU time of the database server; null where it is unknown. */
  readonly serverCpu: number | null
  readonly wall: number
  readonly statements: number
  readonly bytes: number
  /** The longest block of the event loop. */
  readonly block: number
  /** The CPU time of the baseline; null where it has no such operation. */
  readonly baselineCpu: number | null
  readonly baselineServerCpu: number | null
  /** The throughput per CPU, as a share of the baseline's. */
  readonly ratio: number | null
  /** What the two answers do not have in common; empty if they are equal. */
  readonly differences: readonly string[]
}

/** An operation that failed, in place of what it costs. */
export interface FailureResult extends Of {
  readonly kind: 'failure'
  readonly name: string
  /** The error code. */
  readonly code: string
}

/** Requests over HTTP, as many as the server takes. */
export interface ThroughputResult extends Of {
  readonly kind: 'throughput'
  readonly name: string
  readonly writes: boolean
  readonly connections: number
  /** Requests per second of the server's CPU time. */
  readonly perCpuSecond: number
  readonly baselinePerCpuSecond: number | null
  readonly ratio: number | null
  readonly errors: number
  /** Null if `errors` has those of both sides. */
  readonly baselineErrors: number | null
}

export interface MixedResult extends Of {
  readonly kind: 'mixed'
  readonly connections: number
  readonly requests: number
  readonly perSecond: number
  readonly perCpuSecond: number
  /** In milliseconds, as is `p99`. */
  readonly p50: number
  readonly p99: number
  readonly errors: number
  /** The 99th percentile by kind of request. */
  readonly p99ByKind: Readonly<Record<string, number>>
}

export interface MemorySample {
  /** Minutes of the server's CPU time. */
  readonly minutes: number
  readonly requests: number
  /** In megabytes, after a garbage collection, as is `rss`. */
  readonly heap: number
  readonly rss: number
}

export interface MemoryResult extends Of {
  readonly kind: 'memory'
  readonly samples: readonly MemorySample[]
  readonly errors: number
}

export type Result =
  | MachineResult
  | EngineResult
  | OperationResult
  | FailureResult
  | ThroughputResult
  | MixedResult
  | MemoryResult

/** What tells a result from the others of a run. */
interface Key {
  readonly kind: Result['kind']
  readonly engine?: EngineName
  readonly size?: Size
  readonly name?: string
  readonly connections?: number
}

/** Returns the key of a result: measuring it again replaces the old one. */
export const keyOf = ({ kind, engine, size, name, connections }: Key): string =>
  [kind === 'failure' ? 'operation' : kind, engine, size, name, connections]
    .filter((part) => part !== undefined)
    .join(' ')

/** The results of a run, in a file of JSON lines. A run that was interrupted goes on where it ended. */
export class Results {
  readonly #file: string
  readonly #byKey = new Map<string, Result>()

  constructor(file: string) {
    this.#file = file
    mkdirSync(dirname(file), { recursive: true })
    if (!existsSync(file)) return
    const lines = readFileSync(file, 'utf8').split('\n')
    // What follows the last line break was cut off.
    const cut = lines.pop()
    for (const line of lines) {
      const result = JSON.parse(line) as Result
      this.#byKey.set(keyOf(result), result)
    }
    if (cut !== '') writeFileSync(file, lines.map((line) => `${line}\n`).join(''))
  }

  has(key: string): boolean {
    return this.#byKey.has(key)
  }

  add(result: Result): void {
    this.#byKey.set(keyOf(result), result)
    appendFileSync(this.#file, `${JSON.stringify(result)}\n`)
  }

  of<Kind extends Result['kind']>(kind: Kind): Extract<Result, { kind: Kind }>[] {
    return [...this.#byKey.values()].filter(
      (each): each is Extract<Result, { kind: Kind }> => each.kind === kind,
    )
  }

  clear(): void {
    this.#byKey.clear()
    rmSync(this.#file, { force: true })
  }
}
