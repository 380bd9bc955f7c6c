import type { SessionContext } from '../call/index.js'
import { type ErrorCode, legacyCodeElsewhere } from '../errors.js'
import type { Abortable } from '../platform/index.js'

/**
 * Who may call: anybody; accounts (users and staff); staff of at least a level. Failing it is `NO_PERMISSION`, before
 * any parameter is looked at.
 */
export type Permission = 'any' | 'user' | 'staff_1' | 'staff_2' | 'staff_3'

/** A parameter as adapters and documents see it. */
export interface ParameterInfo {
  /** Its name on the wire. Default: its key. */
  readonly field?: string
  /** The code that refuses a bad value. */
  readonly code: ErrorCode | undefined
  /** Whether it takes a file. */
  readonly upload?: boolean
  /** Whether forms send a field of this other name for it, too. */
  readonly hasField?: (field: string) => boolean
}

/** An operation as adapters and documents see it. */
export interface AnyOperation {
  readonly path: `/${string}/${string}`
  /** POST unless said otherwise. */
  readonly http?: 'GET'
  readonly permission: Permission
  /** Guests may call too, while mandatory login is off. */
  readonly guests?: boolean
  /** A ticket session may call too. */
  readonly ticketSession?: boolean
  /** Answers before the helpdesk is installed. */
  readonly beforeInstallation?: boolean
  /** Answers even if the storage fails: the settings are then those before the installation. */
  readonly withoutStorage?: boolean
  /** The answer opens a session, or the call ends it: adapters keep their cookie by it. */
  readonly session?: 'starts' | 'ends'
  /** Whether the answer is a file, or null if there is none. Adapters send its bytes. */
  readonly answersFile?: boolean
  /** The parameters by the names of their values, in the order of their checks. */
  readonly params: Readonly<Record<string, ParameterInfo>>
  /** The schema of the answer, in natural types. */
  readonly data: object
  /** The codes that only the work itself can throw. Those of permission and parameters are derived: see `errorsOf`. */
  readonly errors?: readonly ErrorCode[]
  /** Codes that 4.11's clients get in place of those that their forms for this path cannot show. */
  readonly legacyCodes?: Partial<Record<ErrorCode, ErrorCode>>
}

/** A path of the API: the typed method, the route and the documents come from here. */
export interface Operation<Params, Data> extends AnyOperation {
  /** Never set: it carries the types of the method. */
  readonly method?: { readonly params: Params; readonly data: Data }
}

/** The typed method of an operation. */
export type Method<O> =
  O extends Operation<infer Params, infer Data>
    ? Record<never, never> extends Params
      ? (session: SessionContext, params?: Params, options?: Abortable) => Promise<Data>
      : (session: SessionContext, params: Params, options?: Abortable) => Promise<Data>
    : never

/** The typed methods of a group of operations. */
export type Methods<Group> = {
  readonly [Name in keyof Group]: Method<Group[Name]>
}

/** Returns every code that an operation can answer with: of the permission, of the parameters, and its own. */
export function errorsOf({ permission, params, errors = [] }: AnyOperation): readonly ErrorCode[] {
  const refused: readonly ErrorCode[] = permission === 'any' ? [] : ['NO_PERMISSION']
  const bad = Object.values(params).flatMap(({ code }) => code ?? [])
  return [...new Set([...refused, ...bad, ...errors])]
}

/** Returns the code that 4.11's clients get in place of `code` from an operation. */
export function legacyCode(code: ErrorCode, operation: AnyOperation): ErrorCode {
  const replaced = operation.legacyCodes?.[code]
  if (replaced) return replaced
  return errorsOf(operation).includes(code) ? code : legacyCodeElsewhere(code)
}
