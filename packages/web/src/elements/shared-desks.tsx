import { type ClientOptions, createClient, type TextStore } from '@opensupports/client'
import { helpdeskHooks } from '@opensupports/client/react'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from 'preact'
import { useContext, useEffect } from 'preact/hooks'
import { emptyCache, newCache } from '../app/cache.js'
import { type Desk, DeskContext } from '../app/desk.js'
import { LiveContext, LiveUpdates } from '../app/live.js'
import { useMe } from '../app/me.js'
import { visitorReader } from './visitor.js'

/** What an element says of its reader. */
export interface Identity {
  /** `<userId>.<token>`. */
  readonly token: string | undefined
  readonly headers: ClientOptions['headers'] | undefined
}

/** Where an element finds its helpdesk. */
export interface Address {
  readonly url: string
  readonly credentials: NonNullable<ClientOptions['credentials']>
}

type DeskOfPage = Omit<Desk, 'headingLevel' | 'host'>

/** A helpdesk that elements of the page share: its clients, and what they have read. */
export interface SharedDesk {
  readonly own: DeskOfPage
  readonly cache: QueryClient
  /** For a guest who sees one ticket. */
  readonly guest: DeskOfPage
  readonly guestCache: QueryClient
  /** Takes what an element says of the reader. It holds for all elements of this helpdesk. */
  identify(element: object, identity: Identity): void
  /**
   * Begins to read again what others change. Calls the listener with whether changes arrive by themselves. Returns a
   * function that ends it.
   */
  follow(listener: (isLive: boolean) => void): () => void
  /** Forgets an element. Without elements, nothing is kept. */
  leave(element: object): void
}

const desks = new Map<string, SharedDesk>()

/** Returns the helpdesk that the page's elements with this address share. */
export function sharedDesk(address: Address): SharedDesk {
  const key = `${address.credentials} ${address.url}`
  const known = desks.get(key)
  if (known) return known
  const made = makeDesk(address, () => desks.delete(key))
  desks.set(key, made)
  return made
}

/** Returns a store of the browser; one in memory where the browser forbids it. */
function storeOf(name: 'localStorage' | 'sessionStorage'): TextStore | undefined {
  try {
    return window[name]
  } catch {
    return undefined
  }
}

/** The id of the account in `<userId>.<token>`. */
const accountIn = (token = '') => token.split('.', 1)[0]

function makeDesk({ url, credentials }: Address, onEmpty: () => void): SharedDesk {
  const identities = new Map<object, Identity>()
  const cache = newCache()
  const guestCache = newCache()
  const latest = () => [...identities.values()].findLast(({ token, headers }) => token || headers)
  const local = storeOf('localStorage')
  // Without a token or headers from the page, the elements use the session of the web app on the same site.
  const storage: TextStore = {
    getItem: (key) => (latest() ? null : (local?.getItem(key) ?? null)),
    setItem: (key, value) => local?.setItem(key, value),
    removeItem: (key) => local?.removeItem(key),
  }
  async function headers(): Promise<Record<string, string>> {
    const { token, headers } = latest() ?? {}
    const own = await headers?.()
    return token ? { ...own, authorization: `Bearer ${token}` } : { ...own }
  }
  const client = createClient({ url, credentials, storage, headers })
  const session = storeOf('sessionStorage')
  const guestClient = createClient({ url, credentials: 'omit', ...(session && { storage: session }) })
  const place = { captchaPage: new URL('../captcha', `${url}/`).href, readMe: visitorReader(client) }
  const own = { ...helpdeskHooks(client), ...place, client }

  const followers = new Set<(isLive: boolean) => void>()
  let isLive = false
  const setLive = (now: boolean) => {
    isLive = now
    for (const follower of followers) follower(now)
  }
  const root = document.createElement('div')
  const show = (isShown: boolean) =>
    render(
      isShown && (
        <QueryClientProvider client={cache}>
          <DeskContext.Provider value={{ ...own, headingLevel: 1 }}>
            <Live onChange={setLive} />
          </DeskContext.Provider>
        </QueryClientProvider>
      ),
      root,
    )
  return {
    own,
    cache,
    guest: { ...helpdeskHooks(guestClient), ...place, client: guestClient },
    guestCache,
    identify(element, identity) {
      const before = accountIn(latest()?.token)
      identities.set(element, identity)
      // What one person has read is not for the next one. A fresh token of the same person changes nothing.
      if (before !== accountIn(latest()?.token)) void cache.resetQueries({ queryKey: ['opensupports'] })
    },
    follow(listener) {
      followers.add(listener)
      if (followers.size === 1) show(true)
      else listener(isLive)
      return () => {
        followers.delete(listener)
        if (followers.size === 0) show(false)
      }
    },
    leave(element) {
      const before = accountIn(latest()?.token)
      identities.delete(element)
      if (identities.size > 0) {
        if (before !== accountIn(latest()?.token)) void cache.resetQueries({ queryKey: ['opensupports'] })
        return
      }
      emptyCache(cache)
      emptyCache(guestCache)
      onEmpty()
    },
  }
}

interface LiveProps {
  /** Called with whether changes arrive by themselves. */
  readonly onChange: (isLive: boolean) => void
}

/** Follows the helpdesk's events while somebody is signed in: one stream for all elements. */
function Live({ onChange }: LiveProps) {
  const me = useMe()
  return (
    <LiveUpdates isSignedIn={me !== undefined && me.kind !== 'guest'}>
      <ReportLive onChange={onChange} />
    </LiveUpdates>
  )
}

function ReportLive({ onChange }: LiveProps) {
  const isLive = useContext(LiveContext)
  useEffect(() => onChange(isLive), [isLive])
  return null
}
