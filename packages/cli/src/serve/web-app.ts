import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { safetyHeaders } from '@opensupports/server'

/** The folder of the built web app, beside the built command line. */
export const builtWebApp = fileURLToPath(new URL('./web/', import.meta.url))

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** What the web app may load from other sites, which is nothing unless the configuration requires it. */
export interface WebAppOptions {
  /** The folder of the built files. */
  readonly folder: string
  /** Whether downloads are redirected to a bucket. */
  readonly signedDownloads: boolean
  /** The address that verifies captchas, from the configuration. Default: Google's. */
  readonly captchaUrl: string | undefined
  /** The sites whose pages may embed parts of the app. */
  readonly corsOrigins: readonly string[]
}

function policyOf({ signedDownloads }: WebAppOptions): string {
  const bucket = signedDownloads ? ' https:' : ''
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: blob:${bucket}`,
    `connect-src 'self'${bucket}`,
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** An answer for a browser. */
export interface WebAnswer {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | string
}

const googleCaptcha = 'https://www.google.com/recaptcha/api/siteverify'

/**
 * Returns the page that the app, or a page that embeds parts of it, shows in a frame where a captcha is required. It alone may load the script of the captcha
 * service, which is beside the address that verifies: Google's, or CAPTCHA_URL.
 */
function captchaPage({ captchaUrl = googleCaptcha, corsOrigins }: WebAppOptions): WebAnswer {
  const script = new URL('../api.js', captchaUrl)
  const hosts = `${script.origin} https://www.gstatic.com`
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${hosts}`,
    // The service styles its elements by attributes.
    "style-src 'unsafe-inline'",
    `img-src data: ${hosts}`,
    `connect-src ${script.origin}`,
    `frame-src ${script.origin}`,
    ["frame-ancestors 'self'", ...corsOrigins].join(' '),
  ]
  return {
    headers: {
      'x-content-type-options': 'nosniff',
      // The service reads the site from here, since each of its keys is valid for named sites only.
      'referrer-policy': 'strict-origin',
      'content-type': types['.html'] ?? '',
      'cache-control': 'no-cache',
      'content-security-policy': policy.join('; '),
    },
    body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="captcha" content="${script.href.replaceAll('"', '%22')}">
<title>Captcha</title>
<script src="captcha.js" defer></script>
<div id="captcha"></div>
</html>
`,
  }
}

/**
 * Finds the answer to a path; undefined if the path is none of the app's.
 *
 * @param origin the site whose script asks
 */
export type WebApp = (path: string, origin?: string) => WebAnswer | undefined

/**
 * Returns the web app in a folder, which it reads into memory: a few hundred kilobytes. Every path without a file is one
 * of the app's pages, and gets index.html. Undefined if the folder has no app.
 */
export function webApp(options: WebAppOptions): WebApp | undefined {
  const { folder } = options
  if (!existsSync(join(folder, 'index.html'))) return undefined
  const files = new Map<string, WebAnswer>()
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = types[extname(name)]
    if (type === undefined || name === 'index.html') continue
    const path = `/${name.split(sep).join('/')}`
    const headers = { ...safetyHeaders, 'content-type': type, 'cache-control': cachingOf(path) }
    files.set(path, { headers, body: readFileSync(join(folder, name)) })
  }
  const index = readFileSync(join(folder, 'index.html'), 'utf8')
  const indexHeaders = {
    ...safetyHeaders,
    'content-type': types['.html'] ?? '',
    'cache-control': 'no-cache',
    'content-security-policy': policyOf(options),
  }
  files.set('/captcha', captchaPage(options))
  const origins = new Set(options.corsOrigins)
  return (path, origin) => {
    const file = files.get(path)
    if (file) return origins.size > 0 && path.endsWith('.js') ? sharedWith(origins, origin, file) : file
    // A missing file, such as /favicon.ico or an asset of another version.
    if (/^\/(?:assets\/.*|[^/]*\.[a-z]{2,5})$/.test(path)) return undefined
    // Relative to the page, since a proxy may serve the app below a path that this process does not know.
    const up = '../'.repeat(path.split('/').length - 2) || './'
    return { headers: indexHeaders, body: index.replace('<base href="./"', `<base href="${up}"`) }
  }
}

/** Names in `/assets/` contain a hash of the content. `parts.js` names such files, which are gone after an update. */
function cachingOf(path: string): string {
  if (path.startsWith('/assets/')) return 'public, max-age=31536000, immutable'
  return path === '/parts.js' ? 'no-cache' : 'public, max-age=3600'
}

/** Lets pages of other sites load a script: browsers require CORS for modules. */
function sharedWith(
  origins: ReadonlySet<string>,
  origin: string | undefined,
  { headers, body }: WebAnswer,
): WebAnswer {
  if (origin === undefined || !origins.has(origin)) return { headers: { ...headers, vary: 'Origin' }, body }
  return { headers: { ...headers, vary: 'Origin', 'access-control-allow-origin': origin }, body }
}

/** Sends an answer of the web app. */
export function sendWebAnswer(
  { headers, body }: WebAnswer,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(body) })
  response.end(request.method === 'HEAD' ? undefined : body)
}
