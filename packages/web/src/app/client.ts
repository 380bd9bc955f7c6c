import { createClient } from '@opensupports/client'
import { helpdeskHooks } from '@opensupports/client/react'
import { QueryClient } from '@tanstack/react-query'
import { apiUrl } from './site.js'

/** The client of the person who is signed in. */
export const client = createClient({ url: apiUrl, storage: localStorage })

/** The client of a guest who sees one ticket: its session ends with the tab, and leaves a sign-in alone. */
export const guestClient = createClient({ url: apiUrl, storage: sessionStorage })

export const { useRead, useWrite, useTicket, useTickets, useReply } = helpdeskHooks(client)

export const cache = new QueryClient({ defaultOptions: { queries: { staleTime: 10_000 } } })
