/** A request that a test has sent on both wires, with the answers that it got. */
export interface Example {
  /** The parameters on the native wire. */
  readonly params: Readonly<Record<string, unknown>>
  /** The same in a form of 4.11, without the session. */
  readonly form: Readonly<Record<string, string>>
  /** Files by the names of their fields, as text. */
  readonly files?: Readonly<Record<string, string>>
  /** The answers; absent for files. */
  readonly answer?: unknown
  readonly legacyAnswer?: unknown
}

/**
 * The examples by the names of the operations' methods. The build and the tests put in here what `examples.json` has,
 * which the tests of the server record.
 */
export const examples: Readonly<Record<string, Example | undefined>> = {}
