import { createClient } from '@opensupports/client'
import { helpdeskHooks } from '@opensupports/client/react'
import { newCache } from './cache.js'
import type { Desk } from './desk.js'
import { meOf } from './identity.js'
import { pageBefore } from './page-before.js'
import { apiUrl, basePath } from './site.js'

/** The client of the person who is signed in. */
export const client = createClient({ url: apiUrl, storage: localStorage })

/** The client of a guest who sees one ticket: its session ends with the tab, and leaves a sign-in alone. */
const guestClient = createClient({ url: apiUrl, storage: sessionStorage })

const hooks = helpdeskHooks(client)

export const { useRead, useWrite, useTicket, useTickets, useReply } = hooks

/** Like `useRead`, for a page of a list. Keeps showing the page before until this one is read. */
export const useReadPage: typeof useRead = (name, params, options) =>
  useRead(name, params, { placeholderData: pageBefore(params), ...options })

const place = {
  readMe: () => meOf(client),
  captchaPage: `${location.origin}${basePath}/captcha`,
  headingLevel: 1,
}

/** The helpdesk for the person who is signed in. */
export const ownDesk: Desk = { ...hooks, ...place, client }

/** The helpdesk for a guest who sees one ticket. */
export const guestDesk: Desk = { ...helpdeskHooks(guestClient), ...place, client: guestClient }

export const cache = newCache()
