import type {
  Abortable,
  Download,
  OpenSupports,
  SessionContext,
  StreamedEvent,
  Upload,
} from '@opensupports/core'
import type { DownloadedFile } from './download.js'
import type { EventsOptions } from './events.js'
import type { RequestOptions } from './options.js'
import type { SessionKeeper } from './session.js'

/** A file to upload: a `File` or another `Blob`, or in React Native the address of a file on the device. */
export type SentFile = Blob | { readonly uri: string; readonly name: string; readonly type: string }

type SentValue<V> = V extends Upload ? SentFile : V extends readonly Upload[] ? readonly SentFile[] : V

/** Parameters among which are files, as clients have them. */
export type WithSentFiles<Params> = { readonly [Name in keyof Params]: SentValue<Params[Name]> }

/** The parameters of a method. */
export type Sent<Params> = [Extract<Params[keyof Params], Upload | readonly Upload[]>] extends [never]
  ? Params
  : WithSentFiles<Params>

/** The answer of a method, with files as clients get them. */
export type Received<Data> = Data extends Download ? DownloadedFile : Data

/** The client's method for a method of the helpdesk: without the session, which the client keeps. */
export type ClientMethod<Method> = Method extends (
  session: SessionContext,
  params: infer Params,
  options?: Abortable,
) => Promise<infer Data>
  ? undefined extends Params
    ? (params?: Sent<NonNullable<Params>>, options?: RequestOptions) => Promise<Received<Data>>
    : (params: Sent<Params>, options?: RequestOptions) => Promise<Received<Data>>
  : never

/** The client's methods for a group of operations, such as `helpdesk.ticket`. */
export type ClientGroup<Group> = { readonly [Name in keyof Group]: ClientMethod<Group[Name]> }

type AnyGroup = Readonly<
  Record<string, (session: SessionContext, params: never, options?: Abortable) => Promise<unknown>>
>

/** A client of a helpdesk: one method for each path of the API, as `client.ticket.create(params, options)`. */
export type Client<Helpdesk = OpenSupports> = {
  /** The session that the client keeps and sends. */
  readonly session: SessionKeeper
  /**
   * Yields live events of what the session may see, until the signal aborts. Connects again when the connection breaks,
   * and misses none. `events.gone` says that events after `after` have been removed: read what you show again.
   *
   * @throws OpenSupportsClientError NO_PERMISSION when the session has ended, and other codes of `helpdesk.stream`
   *
   * @example
   * for await (const event of client.events({ signal }))
   *   if (event.name === 'ticket.commented') show(event.ticketNumber)
   */
  events(options?: EventsOptions): AsyncIterable<StreamedEvent, void, undefined>
} & {
  readonly [Name in keyof Helpdesk as Helpdesk[Name] extends AnyGroup ? Name : never]: ClientGroup<
    Helpdesk[Name]
  >
}
