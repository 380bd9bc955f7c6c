/**
 * A schema that takes an `In` and makes an `Out` of it. Published types name this in place of the types of the schema
 * library, which only this package knows.
 */
export interface Schema<In, Out = In> {
  /** Never set: it carries the types. */
  readonly '~types'?: { readonly input: In; readonly output: Out } | undefined
}

/** T without `readonly`, all the way down: schemas do not know it. */
type Writable<T> = T extends Date ? T : T extends object ? { -readonly [K in keyof T]: Writable<T[K]> } : T

/**
 * Whether two types are the same, up to `readonly`. Assignability both ways is not enough: a type that lacks an optional
 * field would pass.
 */
export type Same<A, B> =
  (<T>() => T extends Writable<A> ? 1 : 2) extends <T>() => T extends Writable<B> ? 1 : 2 ? true : false
