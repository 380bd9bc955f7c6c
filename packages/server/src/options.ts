import type { Limits } from './body/index.js'
import type { PagesOptions } from './pages/index.js'

/** A line for an access log. */
export interface AccessEntry {
  readonly requestId: string
  readonly method: string
  readonly path: string
  /** The HTTP status. */
  readonly status: number
  /** The error code of a refusal. */
  readonly code?: string
  readonly durationMs: number
  readonly ip?: string
}

/** How a helpdesk is put on HTTP. Everything has a default. */
export interface HandlerOptions {
  /** Where the API is in the requests that arrive here. Default `/api`. */
  readonly basePath?: string
  /**
   * Where browsers see the API: another path than `basePath` behind a proxy that cuts a part off, such as
   * `/support/api`. The cookie for downloads is set for it. Default: the path of the helpdesk's option `apiUrl`, else
   * `basePath`.
   */
  readonly publicPath?: string
  /** Which other origins may call from browsers; default none. */
  readonly cors?: { readonly origins: readonly string[] }
  readonly limits?: Partial<Limits>
  /** Whether a proxy in front tells the caller's address in `X-Forwarded-For`. Default false. */
  readonly trustProxy?: boolean
  /** Whether the cookie is for https alone. Default `auto`: when the request came by https. */
  readonly secureCookies?: boolean | 'auto'
  /** Where uploads wait until the helpdesk has stored them. Default: the system's temporary folder. */
  readonly uploadDir?: string
  /** Serves pages beside the API: what the links in mails lead to, and `/install`. Default: none. */
  readonly pages?: PagesOptions
  /** Called after each request. */
  readonly log?: (entry: AccessEntry) => void
}
