import {
  keepPreviousData,
  type UseMutationOptions,
  type UseMutationResult,
  type UseQueryOptions,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { OpenSupportsClientError } from '../error.js'
import type { RequestOptions, UploadProgress } from '../options.js'
import type { Client } from '../types.js'
import type { AnswerOf, ParamsOf, ReadName, WriteName } from './names.js'

type ReadOptions<Data> = Omit<UseQueryOptions<Data, OpenSupportsClientError>, 'queryKey' | 'queryFn'>
type WriteOptions<Data, Params> = Omit<
  UseMutationOptions<Data, OpenSupportsClientError, Params>,
  'mutationFn'
>

/** What `useReply` takes for a comment: the ticket is known. */
export type ReplyParams = Omit<ParamsOf<Client, 'ticket.comment'>, 'ticketNumber'>

/** A reply that can be sent. */
export type Reply = UseMutationResult<null, OpenSupportsClientError, ReplyParams> & {
  /** How much has been sent, while files are; else undefined. */
  readonly progress: UploadProgress | undefined
}

/** When live events are followed, and how often what they change is read. */
export interface LiveOptions {
  /** Whether somebody is signed in. Default true. */
  readonly enabled?: boolean | undefined
  /**
   * The milliseconds between two rounds of reading, so that changes that come close together are read together. The
   * first change is read at once. Default 500.
   */
  readonly pause?: number | undefined
}

/** How the live events are. */
export interface Live {
  /** Whether changes arrive at once. While false, such as after TOO_MANY_STREAMS, read what you show now and then. */
  readonly isLive: boolean
  /** The error that ended the live events, such as NO_PERMISSION; else undefined. */
  readonly error: OpenSupportsClientError | undefined
}

/** The hooks of one client. */
export interface HelpdeskHooks<C> {
  /**
   * Reads by the name of a method. The key of the query is `['opensupports', name, params]`.
   *
   * @example
   * const { data } = useRead('ticket.search', { page, query })
   */
  useRead<Name extends ReadName<C>>(
    name: Name,
    params: ParamsOf<C, Name>,
    options?: ReadOptions<AnswerOf<C, Name>>,
  ): UseQueryResult<AnswerOf<C, Name>, OpenSupportsClientError>
  /**
   * Changes something by the name of a method. All that was read is read again afterwards; after a sign-in or sign-out,
   * it is forgotten first.
   *
   * @example
   * const close = useWrite('ticket.close')
   * <button onClick={() => close.mutate({ ticketNumber })}>Close</button>
   */
  useWrite<Name extends WriteName<C>>(
    name: Name,
    options?: WriteOptions<AnswerOf<C, Name>, ParamsOf<C, Name>>,
  ): UseMutationResult<AnswerOf<C, Name>, OpenSupportsClientError, ParamsOf<C, Name>>
  /** Reads a ticket with its history. */
  useTicket(
    ticketNumber: number,
    options?: ReadOptions<AnswerOf<Client, 'ticket.get'>>,
  ): UseQueryResult<AnswerOf<Client, 'ticket.get'>, OpenSupportsClientError>
  /** Reads a page of the user's own tickets. Shows the last page until the next one has come. */
  useTickets(
    params: ParamsOf<Client, 'user.getTickets'>,
    options?: ReadOptions<AnswerOf<Client, 'user.getTickets'>>,
  ): UseQueryResult<AnswerOf<Client, 'user.getTickets'>, OpenSupportsClientError>
  /** Comments on a ticket, and reads it again. */
  useReply(ticketNumber: number, options?: WriteOptions<null, ReplyParams>): Reply
  /**
   * Reads what is shown again when it changes in the helpdesk: of the tickets, only the one that has changed, and all
   * lists. Use it once, above the components that read, while somebody is signed in.
   */
  useLive(options?: LiveOptions): Live
}

type AnyMethod = (params: unknown, options?: RequestOptions) => Promise<never>

const root = 'opensupports'

/** The methods after which another person may be signed in, or nobody. */
const ofSessions = ['user.login', 'user.logout', 'ticket.check']

/**
 * Returns hooks that call a client. They use the `QueryClientProvider` above the component.
 *
 * @example
 * export const { useTicket, useTickets, useReply, useRead, useWrite, useLive } = helpdeskHooks(client)
 */
export function helpdeskHooks<C extends Client>(client: C): HelpdeskHooks<C> {
  const methodOf = (name: string) => {
    const [group = '', method = ''] = name.split('.')
    const groups = client as unknown as Readonly<Record<string, Readonly<Record<string, AnyMethod>>>>
    return groups[group]?.[method] as AnyMethod
  }

  function useReading<Data>(name: string, params: unknown, options?: ReadOptions<Data>) {
    return useQuery<Data, OpenSupportsClientError>({
      // The client repeats reads by itself.
      retry: false,
      ...options,
      queryKey: [root, name, params],
      queryFn: ({ signal }) => methodOf(name)(params, { signal }),
    })
  }

  function useWriting<Data, Params>(
    name: string,
    send: (params: Params) => Promise<Data>,
    options?: WriteOptions<Data, Params>,
  ) {
    const cache = useQueryClient()
    return useMutation<Data, OpenSupportsClientError, Params>({
      ...options,
      async mutationFn(params) {
        const answer = await send(params)
        // What one person has read is not for the next one.
        if (ofSessions.includes(name)) await cache.resetQueries({ queryKey: [root] })
        else await cache.invalidateQueries({ queryKey: [root] })
        return answer
      },
    })
  }

  function useLive({ enabled = true, pause = 500 }: LiveOptions = {}) {
    const cache = useQueryClient()
    const [error, setError] = useState<OpenSupportsClientError>()
    const [isLive, setLive] = useState(false)
    useEffect(() => {
      if (!enabled) return undefined
      const ending = new AbortController()
      const { signal } = ending
      const changed = new Set<number | undefined>()
      let isReading = false
      // One round after another: a round for each of many events would cancel those before it. The pause keeps a busy
      // helpdesk from being read without end.
      const readAgain = async () => {
        isReading = true
        while (changed.size > 0 && !signal.aborted) {
          const tickets = new Set(changed)
          changed.clear()
          await cache.invalidateQueries({
            queryKey: [root],
            predicate: ({ queryKey: [, name, params] }) =>
              name !== 'ticket.get' ||
              tickets.has(undefined) ||
              tickets.has((params as ParamsOf<Client, 'ticket.get'>).ticketNumber),
          })
          await new Promise((resolve) => setTimeout(resolve, pause))
        }
        isReading = false
      }
      const onConnection = (isOpen: boolean) => {
        if (!signal.aborted) setLive(isOpen)
      }
      const follow = async () => {
        for await (const event of client.events({ signal, onConnection })) {
          changed.add('ticketNumber' in event ? event.ticketNumber : undefined)
          if (!isReading) void readAgain()
        }
      }
      setError(undefined)
      follow().catch((failure: OpenSupportsClientError) => {
        if (!signal.aborted) setError(failure)
      })
      return () => {
        ending.abort()
        setLive(false)
      }
    }, [cache, enabled, pause])
    return { isLive, error }
  }

  return {
    useLive,
    useRead: (name, params, options) => useReading(name, params, options),
    useWrite: (name, options) => useWriting(name, (params) => methodOf(name)(params), options),
    useTicket: (ticketNumber, options) => useReading('ticket.get', { ticketNumber }, options),
    useTickets: (params, options) =>
      useReading('user.getTickets', params, { placeholderData: keepPreviousData, ...options }),
    useReply(ticketNumber, options) {
      const [progress, setProgress] = useState<UploadProgress>()
      const reply = useWriting(
        'ticket.comment',
        async (params: ReplyParams) => {
          try {
            return await client.ticket.comment({ ...params, ticketNumber }, { onProgress: setProgress })
          } finally {
            setProgress(undefined)
          }
        },
        options,
      )
      return { ...reply, progress }
    },
  }
}
