import * as v from 'valibot'
import type { Call } from '../../call/index.js'
import { isOfPrivateComments, isPublicPicture } from '../../domain/files/index.js'
import { canManage, isAuthor } from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import { operation } from '../../operation/index.js'
import { fileName } from '../../params/index.js'
import type { SignedUrlOptions } from '../../platform/index.js'

/** A file for a reader. */
export interface Download {
  /** The name in the store. */
  readonly name: string
  /** The name that browsers save it under. Default: `name`. */
  readonly fileName?: string
  /** A media type; never one that a browser would run. */
  readonly type: string
  /** In bytes; absent when unknown. */
  readonly size?: number
  /** Whether browsers display it or save it. */
  readonly disposition: 'inline' | 'attachment'
  /** A signed URL of the store, for anyone who has it; absent when the bytes have to come from `stream`. */
  readonly url?: string
  stream(): ReadableStream<Uint8Array>
}

/** Types that browsers may display, by ending. */
const shown: ReadonlyMap<string, string> = new Map([
  ['pdf', 'application/pdf'],
  ['png', 'image/png'],
  ['gif', 'image/gif'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['jfif', 'image/jpeg'],
  ['bmp', 'image/bmp'],
  ['webp', 'image/webp'],
])

/** What `/system/download` takes. */
export interface DownloadParams {
  readonly file: string
}

/**
 * Returns a stored file, or null when there is none. A ticket's files are for staff who may see the ticket and, except
 * those of private comments, for its author. An article's pictures are for everybody who may read articles, and staff
 * pictures for everybody.
 *
 * @throws INVALID_FILE unless it is a stored name; NO_PERMISSION.
 */
export const download = operation<DownloadParams, Download | null>()({
  path: '/system/download',
  http: 'GET',
  permission: 'any',
  withinDepartments: true,
  answersFile: true,
  params: { file: fileName('INVALID_FILE') },
  data: v.nullable(v.custom<Download>((value) => typeof value === 'object')),
  errors: ['NO_PERMISSION'],
  async read(call, { file: name }) {
    if (!(await mayRead(call, name))) fail('NO_PERMISSION')
    const stored = await call.files?.open(name)
    if (!stored) return null
    const fileName = await call.fileNames.of(name)
    const called = fileName === undefined ? {} : { fileName }
    const shownAs = shown.get(name.slice(name.lastIndexOf('.') + 1))
    const type = shownAs ?? 'application/octet-stream'
    const disposition: 'inline' | 'attachment' = shownAs ? 'inline' : 'attachment'
    const url = await signedUrl(call, name, { contentType: type, disposition, ...called })
    return {
      name,
      ...called,
      type,
      size: stored.size,
      disposition,
      ...(url === undefined ? {} : { url }),
      stream: () => stored.stream(),
    }
  },
})

async function signedUrl(
  { files, signedDownloads }: Call,
  name: string,
  options: Omit<SignedUrlOptions, 'expiresIn'>,
): Promise<string | undefined> {
  return signedDownloads && files?.signedUrl?.(name, { ...options, expiresIn: signedDownloads.expiresIn })
}

/** Returns whether the actor may read a file; the first letter of its name tells what it belongs to. */
async function mayRead(call: Call, name: string): Promise<boolean> {
  const { actor, settings } = call
  if (/^p_/.test(name)) return true
  if (/^a_/.test(name)) {
    if (actor.kind === 'staff') return true
    if (actor.kind === 'anonymous' && settings.mandatoryLogin) return false
    return isPublicPicture(call, name)
  }
  const [, number] = /^t([0-9]{6,7})_/.exec(name) ?? []
  if (!number || actor.kind === 'anonymous') return false
  const ticket = await call.tickets.byNumber(Number(number))
  if (!ticket) return false
  if (actor.kind === 'staff') return canManage(actor, ticket, call)
  return isAuthor(actor, ticket) && !isOfPrivateComments(name, await call.tickets.contentsAndFiles(ticket.id))
}
