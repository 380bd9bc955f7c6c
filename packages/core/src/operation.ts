import * as v from 'valibot'
import type { Passwords } from './domain/passwords.js'
import type { Settings } from './domain/settings.js'
import type { ErrorCode } from './errors.js'
import type { Emitter } from './events.js'
import type { MailQueue } from './mail-queue.js'
import type { Input, Output, Parameters } from './params/index.js'
import type { Captcha, FileStore, Log, Random } from './platform/index.js'
import type { Actor, Anonymous, SessionContext, StaffActor, TicketActor, UserActor } from './session.js'
import type { Storage } from './storage/index.js'

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

/** What an operation works with. */
export interface Context<A extends Actor = Actor> {
  readonly actor: A
  /** The caller's address, where the host knows it. */
  readonly ip: string | undefined
  readonly now: Date
  readonly storage: Storage
  /** Read once a call. Inside a transaction, read them from its storage: others wait for its end. */
  settings(): Promise<Settings>
  /** Undefined where the host keeps no files. */
  readonly files: FileStore | undefined
  /** Where browsers reach the API. */
  apiUrl(): Promise<string>
  /** Where the site is, as far as the host told. */
  readonly siteUrl: string | undefined
  readonly mail: MailQueue
  readonly captcha: Captcha | undefined
  readonly passwords: Passwords
  readonly random: Random
  /** What the installation must be called with, where the host wants it guarded. */
  readonly installToken: string | undefined
  /** Whether answers must not tell which addresses have accounts. */
  readonly neutralAnswers: boolean
  readonly log: Log
  readonly emit: Emitter['emit']
}

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
  readonly params: Params
  /** What is returned, in natural types. */
  readonly data: Data
  /** Every code that it can answer with, permission and parameters included. */
  readonly errors: readonly ErrorCode[]
  /** What 4.11's clients get instead of `data`, where that differs by more than the types of columns. */
  readonly legacyData?: (
    data: v.InferOutput<Data>,
    context: Context,
    params: Output<Params>,
  ) => Promise<unknown> | unknown
  run(
    context: Context<ActorOf<P, Guests, TicketSession>>,
    params: Output<Params>,
  ): Promise<v.InferOutput<Data>>
}

/** Defines a path of the API. */
export function operation<
  P extends Permission,
  Params extends Parameters,
  Data extends v.GenericSchema,
  Guests extends boolean = false,
  TicketSession extends boolean = false,
>(
  definition: Operation<P, Params, Data, Guests, TicketSession>,
): Operation<P, Params, Data, Guests, TicketSession> {
  return definition
}

/** Any operation, its types forgotten: what adapters and generated tests walk over. */
export interface AnyOperation extends Omit<Operation, 'params' | 'run' | 'legacyData'> {
  readonly params: Parameters
  run(context: Context<never>, params: never): Promise<unknown>
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
