import { guest, type OpenSupports, OpenSupportsError } from '@opensupports/core'
import type { Answer } from '../answer.js'
import {
  type FormFields,
  type Hold,
  type holdings,
  type Limits,
  noFields,
  type paces,
  type Reading,
} from '../body/index.js'
import type { Received } from '../request.js'
import { checkTicket } from './check-ticket.js'
import { install } from './install.js'
import { languageFor } from './language.js'
import { words } from './languages.js'
import { isOwnForm } from './own-form.js'
import { recoverPassword } from './recover-password.js'
import { refusalText } from './refusals.js'
import { openTicket } from './see-ticket.js'
import { notice, show } from './show.js'
import { verifyToken } from './verify-token.js'
import type { Page, Site, Visit } from './visit.js'

/** How the pages are served. */
export interface PagesOptions {
  /** The folder of the pages, as the server sees it: `/`, `/support`. Default `/`. */
  readonly path?: string
  /** The token that `/install` requires as `?token=`. Default: none, for servers that others cannot reach. */
  readonly installToken?: string
}

/** What the pages share with the handler that serves them. */
interface Shared {
  readonly limits: Limits
  /** Counts the bytes that all unfinished requests hold. */
  readonly held: ReturnType<typeof holdings>
  /** Watches how fast bodies arrive. */
  readonly watched: ReturnType<typeof paces>
  readonly uploadDir: string | undefined
  /** Whether cookies are always `Secure`, however a request came in. */
  readonly secureCookies: boolean
}

/** Pages for people without a client: those that links in mails lead to, and the installation. */
export interface Pages {
  /** Returns whether a path belongs to the pages. */
  covers(path: string): boolean
  /** Returns the path without its secrets, for a log. */
  pathForLog(path: string): string
  answer(exchange: Received, requestId: string): Promise<Answer>
}

/** A page, with the number of parts that its address may have after its name. */
interface Place {
  readonly page: Page
  readonly parts: readonly number[]
}

const places: ReadonlyMap<string, Place> = new Map([
  ['verify-token', { page: verifyToken, parts: [2] }],
  ['recover-password', { page: recoverPassword, parts: [0] }],
  ['check-ticket', { page: checkTicket, parts: [0, 2, 3] }],
  ['install', { page: install, parts: [0] }],
])

/** The limit of forms in bytes. A file counts by the limits of the API. */
const mostFields = { fieldsSize: 64 * 1024, fields: 20, files: 1 }

export function pagesFor(helpdesk: OpenSupports, options: PagesOptions, shared: Shared): Pages {
  const folder = `/${(options.path ?? '/').split('/').filter(Boolean).join('/')}/`.replace('//', '/')
  const partsOf = (path: string) => path.slice(folder.length).split('/')
  const placeOf = (path: string) => (path.startsWith(folder) ? places.get(partsOf(path)[0] ?? '') : undefined)

  async function visitOf(exchange: Received, requestId: string, fields: FormFields): Promise<Visit> {
    const site = await siteOf(helpdesk)
    const language = languageFor(exchange.header('accept-language'), site.language)
    const [, ...parts] = partsOf(exchange.path)
    return {
      helpdesk,
      site,
      isPost: exchange.method === 'POST',
      parts: parts.map(decoded),
      query: new URLSearchParams(exchange.query),
      fields,
      guest: { ip: exchange.ip, requestId },
      cookie: exchange.header('cookie'),
      secure: shared.secureCookies || exchange.secure,
      language,
      words: words[language],
      up: '../'.repeat(parts.length),
      installToken: options.installToken,
    }
  }

  async function hostsOf(exchange: Received): Promise<string[]> {
    const { url } = await helpdesk.storage.settings.all()
    const addresses = [helpdesk.apiUrl, url].flatMap((address) =>
      address && URL.canParse(address) ? [new URL(address).host] : [],
    )
    return [exchange.header('host') ?? '', ...addresses]
  }

  /** Accepts a file only with an answer to a ticket, from a visitor who may see the ticket. */
  const readingFor = (visit: Visit, hold: Hold): Reading => ({
    limits: { ...shared.limits, ...mostFields },
    hold,
    pace: shared.watched.open(),
    uploadDir: shared.uploadDir,
    takesFile: (field) => field === 'file',
    async admit() {
      await openTicket(visit)
      hold.signIn()
      // The page shows the visitor's words again beside the refusal of a large file.
      return { largestFile: await helpdesk.maxUploadSize(), stopsLarger: false, isEarly: false }
    },
  })

  async function answerOrRefuse(exchange: Received, requestId: string): Promise<Answer> {
    const isPost = exchange.method === 'POST'
    let release: (() => Promise<void>) | undefined
    let visit: Visit | undefined
    const hold = shared.held.open()
    try {
      visit = await visitOf(exchange, requestId, noFields())
      const place = placeOf(exchange.path)
      if (!place?.parts.includes(visit.parts.length)) return refuse(visit, 404, visit.words.refusals.noPage)
      if (!isPost && exchange.method !== 'GET' && exchange.method !== 'HEAD') return notAllowed(visit)
      if (!isPost) return await place.page(visit)
      if (!isOwnForm(exchange, await hostsOf(exchange)))
        return refuse(visit, 403, visit.words.refusals.otherSite)
      const decodedBody = await exchange.readBody(readingFor(visit, hold))
      release = decodedBody.release
      return await place.page({ ...visit, fields: decodedBody.fields })
    } catch (error) {
      return troubled(helpdesk, visit, error, requestId)
    } finally {
      await release?.().catch((err: unknown) => {
        helpdesk.log.error({ err, requestId }, 'uploads could not be removed')
      })
      hold.end()
    }
  }

  return {
    covers: (path) => placeOf(path) !== undefined,
    pathForLog(path) {
      const [name = '', ...parts] = partsOf(path)
      return `${folder}${[name, ...parts.map(() => '…')].join('/')}`
    },
    answer: answerOrRefuse,
  }
}

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    // Not valid percent-encoding.
    return ''
  }
}

async function siteOf(helpdesk: OpenSupports): Promise<Site> {
  const settings = await helpdesk.system.getSettings(guest)
  return {
    title: settings?.title ?? '',
    language: settings?.language ?? 'en',
    mandatoryLogin: settings?.['mandatory-login'] ?? false,
    allowAttachments: settings?.['allow-attachments'] ?? false,
  }
}

const refuse = (visit: Visit, status: number, text: string): Answer =>
  show(visit, { heading: visit.words.refusalHeading, status, body: notice(text) })

function notAllowed(visit: Visit): Answer {
  const answer = refuse(visit, 405, visit.words.refusals.failed)
  answer.headers.allow = 'GET, HEAD, POST'
  return answer
}

/** Shows what went wrong. The cause of an internal error only goes to the log. */
function troubled(
  helpdesk: OpenSupports,
  visit: Visit | undefined,
  error: unknown,
  requestId: string,
): Answer {
  const refusal = error instanceof OpenSupportsError ? error : undefined
  if (!refusal) helpdesk.log.error({ err: error, requestId }, 'a page failed')
  const status = refusal?.status ?? 500
  const shown = visit ?? {
    language: 'en' as const,
    site: { title: '', language: 'en', mandatoryLogin: false, allowAttachments: false },
    words: words.en,
  }
  const answer = show(shown, {
    heading: shown.words.refusalHeading,
    status,
    body: notice(refusalText(refusal?.code ?? 'INTERNAL_ERROR', shown.words)),
  })
  if (!refusal) return answer
  const { details } = refusal
  if (typeof details === 'object' && details !== null && 'retryAfter' in details)
    answer.headers['retry-after'] = String(details.retryAfter)
  return { ...answer, code: refusal.code }
}
