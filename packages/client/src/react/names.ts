import type { RequestOptions } from '../options.js'

type Groups<C> = Exclude<keyof C, 'session' | 'events'> & string

/** The names of a client's methods, such as `ticket.get`. */
export type MethodName<C> = { [G in Groups<C>]: `${G}.${keyof C[G] & string}` }[Groups<C>]

/** The names of the methods that read. */
export type ReadName<C> = Extract<MethodName<C>, `${string}.${'get' | 'search' | 'list' | 'last'}${string}`>

/** The names of the other methods. */
export type WriteName<C> = Exclude<MethodName<C>, ReadName<C>>

type MethodOf<C, Name> = Name extends `${infer G}.${infer M}`
  ? G extends keyof C
    ? M extends keyof C[G]
      ? C[G][M]
      : never
    : never
  : never

/** The parameters of a method. */
export type ParamsOf<C, Name> =
  MethodOf<C, Name> extends (params: infer Params, options?: RequestOptions) => unknown ? Params : never

/** The answer of a method. */
export type AnswerOf<C, Name> =
  MethodOf<C, Name> extends (...given: never[]) => Promise<infer Answer> ? Answer : never
