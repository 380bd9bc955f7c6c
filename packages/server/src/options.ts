import type { IncomingMessage } from 'node:http'
import type { SessionContext } from '@opensupports/core'
import type { Limits } from './body/index.js'
import type { PagesOptions } from './pages/index.js'

/** One entry of the access log. */
export interface AccessEntry {
  readonly requestId: string
  readonly method: string
  readonly path: string
  /** The HTTP status. */
  readonly status: number
  /** The error code, if the request failed. */
  readonly code?: string
  readonly durationMs: number
  readonly ip?: string
}

/** How a helpdesk is served over HTTP. Every option has a default. */
export interface HandlerOptions {
  /** The path of the API in the requests that arrive here. Default `/api`. */
  readonly basePath?: string
  /**
   * The path of the API in the browser, if a proxy strips a part of it, such as `/support/api`. The cookie for
   * downloads is set for it. Default: the path of the helpdesk's option `apiUrl`, else `basePath`.
   */
  readonly publicPath?: string
  /**
   * The other origins whose scripts may call. Default: none. With `credentials`, they may also use the session that the
   * host finds for a request (see `session`).
   */
  readonly cors?: { readonly origins: readonly string[]; readonly credentials?: boolean }
  readonly limits?: Partial<Limits>
  /** Whether the proxy in front sets `X-Forwarded-For`. Default false. */
  readonly trustProxy?: boolean
  /** Whether the cookie is `Secure`. Default `auto`: if the request came by https. */
  readonly secureCookies?: boolean | 'auto'
  /** The folder for uploads that wait to be stored. Default: the system's temporary folder. */
  readonly uploadDir?: string
  /** Serves pages beside the API: those that links in mails lead to, and `/install`. Default: none. */
  readonly pages?: PagesOptions
  /**
   * Whether `GET /openapi.json` below the path of the API describes it, and `GET /openapi-4.11.json` its forms for
   * clients of OpenSupports 4.11. Default true.
   */
  readonly openApi?: boolean
  /**
   * Whether `GET /docs` below the path of the API shows the same as a page for people, which loads nothing from
   * elsewhere. Default true, unless `openApi` is false.
   */
  readonly docs?: boolean
  /** Ends long calls, such as imports, between two of their steps once it aborts: for a host that stops. */
  readonly signal?: AbortSignal
  /** Called after each request. */
  readonly log?: (entry: AccessEntry) => void
}

/** What the host says of a caller: a session, such as one from `actingAs`; undefined or null for a guest. */
export type HostSession = SessionContext | null | undefined

/** How a helpdesk is served on a Node host. */
export interface NodeHandlerOptions extends HandlerOptions {
  /**
   * Returns the session of a caller who signed in at the host, for calls, uploads and downloads alike. Asked only for
   * requests without a session of the helpdesk's own, which wins. It must not read the body.
   *
   * Such a request must prove that no other site has sent it: by `Sec-Fetch-Site`, or by an `Origin` that is the host's
   * or listed in `cors` with `credentials`. Otherwise it is refused with CROSS_SITE_REQUEST. Browsers send such proof
   * for downloads over https and from localhost only.
   *
   * @example
   * nodeHandler(helpdesk, {
   *   session: async (request) => {
   *     const user = await userOf(request)
   *     return user && helpdesk.actingAs({ user: { id: user.id, email: user.email, name: user.name } })
   *   },
   * })
   */
  session?(request: IncomingMessage): HostSession | Promise<HostSession>
}

/** How a helpdesk is served on a host that uses fetch. */
export interface FetchHandlerOptions extends HandlerOptions {
  /** As the option `session` of `NodeHandlerOptions`. */
  session?(request: Request): HostSession | Promise<HostSession>
}
