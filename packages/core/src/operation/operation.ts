import * as v from 'valibot'
import type {
  Actor,
  Anonymous,
  Call,
  Settings,
  StaffActor,
  TicketActor,
  Tx,
  UserActor,
} from '../call/index.js'
import type { ErrorCode } from '../errors.js'
import type { Same, Schema } from '../model/index.js'
import type { Input, Output, Parameters } from '../params/index.js'
import type { RowLock } from '../storage/index.js'
import type { AnyOperation, Operation, Permission } from './definition.js'

type ActorOf<P extends Permission, Guests extends boolean, TicketSession extends boolean> = P extends 'any'
  ? Actor
  : P extends 'user'
    ?
        | UserActor
        | StaffActor
        | (TicketSession extends true ? TicketActor : never)
        | (Guests extends true ? Anonymous : never)
    : StaffActor

/** The definition of an operation. It has either `read`, `write` or `steps`. */
export interface Definition<
  P extends Permission,
  Params extends Parameters,
  Data,
  Guests extends boolean,
  TicketSession extends boolean,
  Prepared,
> extends AnyOperation {
  readonly permission: P
  readonly guests?: Guests
  readonly ticketSession?: TicketSession
  readonly params: Params
  readonly data: Schema<unknown, Data>
  /** Returns what clients of 4.11 get instead of `data`, if more differs than the types of columns. */
  readonly legacyData?: (data: Data, call: Call, params: Output<Params>) => Promise<unknown> | unknown
  /** The schema of what `legacyData` returns, if it has other fields than `data`. */
  readonly legacySchema?: Schema<unknown>
  /** Answers without changing anything. */
  read?(call: Call<ActorOf<P, Guests, TicketSession>>, params: Output<Params>): Promise<Data>
  /**
   * Returns the code with which the actor may not make the call, judging by actor, parameters and settings alone. Runs
   * before the work of every kind, and again on the current rows inside the transaction of a `write`. `helpdesk.can`
   * runs it alone, without the parameters that it was not given: those are undefined.
   */
  check?(
    actor: ActorOf<P, Guests, TicketSession>,
    params: Partial<Output<Params>>,
    settings: Settings,
  ): ErrorCode | undefined
  /** Whether `prepare` refuses other things first, in the order of 4.11, and then what `check` refuses. */
  readonly checksInPrepare?: boolean
  /** Refuses early what `write` would refuse, judging by the parameters alone. Runs before `check` does. */
  validate?(params: Output<Params>): void
  /**
   * Does slow work and work outside the database before `write`: hashes, cleans HTML, stores files, calls other
   * servers. `write` gets its result. Use `call.onFailure` to undo it if the call fails.
   */
  prepare?(call: Call<ActorOf<P, Guests, TicketSession>>, params: Output<Params>): Promise<Prepared>
  /**
   * The locks that a write takes at its start, besides the actor's account and the rows that its parameters name: names
   * that its rules depend on (`settings`, `admins`, …), and other rows that it changes. Gets the settings as they were
   * before the transaction.
   */
  readonly locks?:
    | readonly RowLock[]
    | ((
        actor: ActorOf<P, Guests, TicketSession>,
        params: Output<Params>,
        settings: Settings,
      ) => readonly RowLock[])
  /**
   * Changes data in one transaction. The frame rereads the actor and the named rows inside it. Events are emitted after
   * the commit. It may run twice, after a deadlock.
   */
  write?(tx: Tx<ActorOf<P, Guests, TicketSession>>, params: Output<Params>, prepared: Prepared): Promise<Data>
  /**
   * Does the rest of a large change after the commit of `write`, in several transactions. What `write` left must be
   * consistent, and name what is to do, so that a background job or the same call can go on after a crash.
   */
  finish?(call: Call, params: Output<Params>): Promise<void>
  /**
   * Changes more data than one transaction should lock. Runs several transactions, each complete in itself, so that a
   * crash in between leaves nothing half-done.
   */
  steps?(call: Call<ActorOf<P, Guests, TicketSession>>, params: Output<Params>): Promise<Data>
}

/** An operation with its work, as the frame runs it. */
export interface RunnableOperation extends AnyOperation {
  readonly params: Parameters
  readonly data: Schema<unknown>
  readonly legacyData?: (data: unknown, call: Call, params: Output<Parameters>) => unknown
  readonly legacySchema?: Schema<unknown>
  read?(call: Call, params: Output<Parameters>): Promise<unknown>
  check?(actor: Actor, params: Partial<Output<Parameters>>, settings: Settings): ErrorCode | undefined
  readonly checksInPrepare?: boolean
  validate?(params: Output<Parameters>): void
  prepare?(call: Call, params: Output<Parameters>): Promise<unknown>
  readonly locks?:
    | readonly RowLock[]
    | ((actor: Actor, params: Output<Parameters>, settings: Settings) => readonly RowLock[])
  write?(tx: Tx, params: Output<Parameters>, prepared: unknown): Promise<unknown>
  finish?(call: Call, params: Output<Parameters>): Promise<void>
  steps?(call: Call, params: Output<Parameters>): Promise<unknown>
}

/** The messages that the compiler shows if a named interface of an operation and its schema differ. */
type Fits<Params, In, Data, Out> =
  Same<Params, In> extends true
    ? Same<Data, Out> extends true
      ? unknown
      : { readonly data: 'the interface of the answer and its schema differ in a field' }
    : { readonly params: 'the interface of the parameters and their schemas differ in a field' }

/**
 * Defines a path of the API. The two types are what its method takes and returns.
 *
 * @example
 * export const close = operation<CloseTicketParams, null>()({ path: '/ticket/close', … })
 */
export const operation =
  <Params, Data>() =>
  <
    P extends Permission,
    Given extends Parameters,
    Out extends Data,
    Guests extends boolean = false,
    TicketSession extends boolean = false,
    Prepared = undefined,
  >(
    definition: Definition<P, Given, Data, Guests, TicketSession, Prepared> & {
      readonly data: Schema<unknown, Out>
    } & Fits<Params, Input<Given>, Data, Out>,
  ): Operation<Params, Data> =>
    definition

/** For operations without parameters. */
export type NoParams = Record<string, never>

/** For operations without an answer. */
export const nothing: Schema<unknown, null> = v.null()
