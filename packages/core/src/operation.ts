import * as v from 'valibot'
import type { Context, WriteContext } from './domain/index.js'
import type { ErrorCode } from './errors.js'
import type { Input, Output, Parameters } from './params/index.js'
import type { Actor, Anonymous, SessionContext, StaffActor, TicketActor, UserActor } from './session.js'

/**
 * Who may call: anybody; accounts (users and staff); staff of at least a level. Failing it is `NO_PERMISSION`, before
 * any parameter is looked at.
 */
export type Permission = 'any' | 'user' | 'staff_1' | 'staff_2' | 'staff_3'

type ActorOf<P extends Permission, Guests extends boolean, TicketSession extends boolean> = P extends 'any'
  ? Actor
  : P extends 'user'
    ?
        | UserActor
        | StaffActor
        | (TicketSession extends true ? TicketActor : never)
        | (Guests extends true ? Anonymous : never)
    : StaffActor

/**
 * A path of the API, defined once: the typed method, the HTTP route, the checks of who may call, documents and tests
 * all come from here.
 */
export interface Operation<
  P extends Permission = Permission,
  Params extends Parameters = Parameters,
  Data extends v.GenericSchema = v.GenericSchema,
  Guests extends boolean = boolean,
  TicketSession extends boolean = boolean,
  Prepared = unknown,
> {
  readonly path: `/${string}/${string}`
  /** POST unless said otherwise. */
  readonly http?: 'GET'
  readonly permission: P
  /** Guests may call too, while mandatory login is off. */
  readonly guests?: Guests
  /** A ticket session may call too. */
  readonly ticketSession?: TicketSession
  /** Answers before the helpdesk is installed. */
  readonly beforeInstallation?: boolean
  /** The answer opens a session, or the call ends it: adapters keep their cookie by it. */
  readonly session?: 'starts' | 'ends'
  /** The answer is a file, or null where there is none: adapters send its bytes. */
  readonly answersFile?: boolean
  readonly params: Params
  /** What is returned, in natural types. */
  readonly data: Data
  /** Every code that it can answer with, permission and parameters included. */
  readonly errors: readonly ErrorCode[]
  /** Codes that 4.11's clients get in place of those that their forms for this path cannot show. */
  readonly legacyCodes?: Partial<Record<ErrorCode, ErrorCode>>
  /** What 4.11's clients get instead of `data`, where that differs by more than the types of columns. */
  readonly legacyData?: (
    data: v.InferOutput<Data>,
    context: Context,
    params: Output<Params>,
  ) => Promise<unknown> | unknown
  /** Does the work of an operation that has no `write`, and opens transactions of its own where it needs any. */
  run?(
    context: Context<ActorOf<P, Guests, TicketSession>>,
    params: Output<Params>,
  ): Promise<v.InferOutput<Data>>
  /**
   * Does what is slow or leaves the database before `write`: hashes, cleans HTML, asks other servers. Its result reaches
   * `write`.
   */
  prepare?(context: Context<ActorOf<P, Guests, TicketSession>>, params: Output<Params>): Promise<Prepared>
  /**
   * Changes something. The call is the transaction: `context.storage` is the transaction's, the actor and what the
   * parameters name are read again inside it, and events wait for the commit. It may run twice, after a clash.
   */
  write?(
    context: WriteContext<ActorOf<P, Guests, TicketSession>>,
    params: Output<Params>,
    prepared: Prepared,
  ): Promise<v.InferOutput<Data>>
}

/** Defines a path of the API. */
export function operation<
  P extends Permission,
  Params extends Parameters,
  Data extends v.GenericSchema,
  Guests extends boolean = false,
  TicketSession extends boolean = false,
  Prepared = undefined,
>(
  definition: Operation<P, Params, Data, Guests, TicketSession, Prepared>,
): Operation<P, Params, Data, Guests, TicketSession> {
  // Only the frame calls `write`, with what `prepare` of the same operation gave.
  return definition as Operation<P, Params, Data, Guests, TicketSession>
}

/** Any operation, its types forgotten: what adapters and generated tests walk over. */
export interface AnyOperation extends Omit<Operation, 'params' | 'run' | 'prepare' | 'write' | 'legacyData'> {
  readonly params: Parameters
  run?(context: Context<never>, params: never): Promise<unknown>
  prepare?(context: Context<never>, params: never): Promise<unknown>
  write?(context: WriteContext<never>, params: never, prepared: never): Promise<unknown>
  readonly legacyData?: (data: never, context: Context, params: never) => unknown
}

/** The typed method of an operation. */
export type Method<O> =
  O extends Operation<Permission, infer Params, infer Data, boolean, boolean>
    ? Record<never, never> extends Input<Params>
      ? (session: SessionContext, params?: Input<Params>) => Promise<v.InferOutput<Data>>
      : (session: SessionContext, params: Input<Params>) => Promise<v.InferOutput<Data>>
    : never

/** The typed methods of a group of operations. */
export type Methods<Group> = {
  readonly [Name in keyof Group]: Method<Group[Name]>
}

/** For operations that return nothing. */
export const nothing = v.null()
