import type { SessionContext } from '../call/index.js'
import { type ErrorCode, legacyCodeElsewhere } from '../errors.js'
import type { Abortable } from '../platform/index.js'

/**
 * Who may call: anybody; accounts (users and staff); staff of at least a level. Other callers get `NO_PERMISSION`
 * before any parameter is read.
 */
export type Permission = 'any' | 'user' | 'staff_1' | 'staff_2' | 'staff_3'

/** A parameter, as seen by adapters and documents. */
export interface ParameterInfo {
  /** Its name on the wire. Default: its key. */
  readonly field?: string
  /** The error code of an invalid value. */
  readonly code: ErrorCode | undefined
  /** Whether it accepts a file. */
  readonly upload?: boolean
  /** Whether forms send a field with this other name for it, too. */
  readonly hasField?: (field: string) => boolean
  /** The same as a regular expression, for documents. */
  readonly otherFields?: string
}

/** An operation, as seen by adapters and documents. */
export interface AnyOperation {
  readonly path: `/${string}/${string}`
  /** What it does, for the OpenAPI document. The helpdesk's own operations have their doc comments there. */
  readonly description?: string
  /** Default: POST. */
  readonly http?: 'GET'
  readonly permission: Permission
  /** Whether guests may call it too, while mandatory login is off. */
  readonly guests?: boolean
  /** Whether a guest with a session for one ticket may call it too. */
  readonly ticketSession?: boolean
  /**
   * Whether it shows and changes only data of the departments that the actor serves. If true, access tokens that are
   * limited to departments may call it. Operations with a ticket among their parameters need not set it.
   */
  readonly withinDepartments?: boolean
  /** Whether a call may have an idempotency key: a repeated call with the same key does nothing, and gets the first answer. */
  readonly idempotent?: boolean
  /** False if no access token may call it. */
  readonly tokens?: false
  /** Whether it works before the helpdesk is installed. */
  readonly beforeInstallation?: boolean
  /** Whether it answers even if the storage fails, with the settings from before the installation. */
  readonly withoutStorage?: boolean
  /** Whether the call opens or ends a session, so that adapters set or clear their cookie. */
  readonly session?: 'starts' | 'ends'
  /** Whether the answer is a file, or null if there is none. Adapters send its bytes. */
  readonly answersFile?: boolean
  /** The parameters by the names of their values, in the order of validation. */
  readonly params: Readonly<Record<string, ParameterInfo>>
  /** The schema of the answer, in native types. */
  readonly data: object
  /** The schema of the answer to clients of 4.11, if it has other fields. */
  readonly legacySchema?: object
  /**
   * The codes that only the operation's work throws. Those of permission and parameters are derived: see `errorsOf`.
   */
  readonly errors?: readonly ErrorCode[]
  /** The codes that clients of 4.11 get in place of those that their forms for this path cannot show. */
  readonly legacyCodes?: Partial<Record<ErrorCode, ErrorCode>>
}

/** A path of the API. The typed method, the route and the documents are derived from it. */
export interface Operation<Params, Data> extends AnyOperation {
  /** Never set; it carries the types of the method. */
  readonly method?: { readonly params: Params; readonly data: Data }
}

/** The options of a call by a typed method. */
export interface MethodOptions extends Abortable {
  /**
   * A text of 1 to 255 visible ASCII characters that is new for each ticket or comment. For 24 hours, the same call with
   * the same key returns the first answer and writes nothing. Only `ticket.create` and `ticket.comment` look at it.
   */
  readonly idempotencyKey?: string | undefined
}

/** The typed method of an operation. */
export type Method<O> =
  O extends Operation<infer Params, infer Data>
    ? Record<never, never> extends Params
      ? (session: SessionContext, params?: Params, options?: MethodOptions) => Promise<Data>
      : (session: SessionContext, params: Params, options?: MethodOptions) => Promise<Data>
    : never

/** The typed methods of a group of operations. */
export type Methods<Group> = {
  readonly [Name in keyof Group]: Method<Group[Name]>
}

/** Returns the name of an operation's method, such as `ticket.reOpen`. */
export const methodName = (path: string): string =>
  path
    .slice(1)
    .replace('/', '.')
    .replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Returns whether access tokens may have a scope for an operation. None opens or ends a session. */
export const isForTokens = ({ tokens, session }: AnyOperation): boolean =>
  tokens !== false && session === undefined

/** Returns every code that an operation can answer with: from the permission, the parameters, and its own work. */
export function errorsOf(operation: AnyOperation): readonly ErrorCode[] {
  const { permission, params, errors = [], idempotent } = operation
  const refused: readonly ErrorCode[] = permission === 'any' ? [] : ['NO_PERMISSION']
  const bad = Object.values(params).flatMap(({ code }) => code ?? [])
  const ofKeys: readonly ErrorCode[] = idempotent ? ['IDEMPOTENCY_KEY_REUSED', 'INVALID_IDEMPOTENCY_KEY'] : []
  return [...new Set([...refused, ...bad, ...errors, ...ofKeys])]
}

/** Returns the code that clients of 4.11 get in place of `code` from an operation. */
export function legacyCode(code: ErrorCode, operation: AnyOperation): ErrorCode {
  const replaced = operation.legacyCodes?.[code]
  if (replaced) return replaced
  return errorsOf(operation).includes(code) ? code : legacyCodeElsewhere(code)
}
