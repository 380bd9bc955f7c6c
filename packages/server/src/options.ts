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
  /** The other origins whose scripts may call. Default: none. */
  readonly cors?: { readonly origins: readonly string[] }
  readonly limits?: Partial<Limits>
  /** Whether the proxy in front sets `X-Forwarded-For`. Default false. */
  readonly trustProxy?: boolean
  /** Whether the cookie is `Secure`. Default `auto`: if the request came by https. */
  readonly secureCookies?: boolean | 'auto'
  /** The folder for uploads that wait to be stored. Default: the system's temporary folder. */
  readonly uploadDir?: string
  /** Serves pages beside the API: those that links in mails lead to, and `/install`. Default: none. */
  readonly pages?: PagesOptions
  /** Whether `GET /openapi.json` below the path of the API describes it. Default true. */
  readonly openApi?: boolean
  /** Ends long calls, such as imports, between two of their steps once it aborts: for a host that stops. */
  readonly signal?: AbortSignal
  /** Called after each request. */
  readonly log?: (entry: AccessEntry) => void
}
