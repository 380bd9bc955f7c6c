/**
 * A schema that parses an `In` to an `Out`. It replaces the types of the schema library in published declarations, so
 * that apps need not load them.
 */
export interface Schema<In, Out = In> {
  /** Never set; it carries the types. */
  readonly '~types'?: { readonly input: In; readonly output: Out } | undefined
}

/** Removes `readonly` at every level, since types inferred from schemas lack it. */
type Writable<T> = T extends Date ? T : T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T

/**
 * Whether two types are identical, apart from `readonly`. Mutual assignability is not enough: it does not notice a
 * missing optional field.
 */
export type Same<A, B> =
  (<T>() => T extends Writable<A> ? 1 : 2) extends <T>() => T extends Writable<B> ? 1 : 2 ? true : false
