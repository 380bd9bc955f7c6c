import { decodeText } from '../charset/index.js'
import { decodeTransfer, fieldOf, type Part, splitMail } from '../parts/index.js'
import { fileNameOf, mailName, placeName } from './file-names.js'
import type { Found, Surroundings, Words } from './found.js'
import { wordsOfInvite } from './invite.js'
import { contentOfSignedData } from './signed-data.js'
import { transferOf, typeOf, wordsOf } from './texts.js'

/** Maximum depth of signed mails within signed mails. */
const mostEnvelopes = 5

/** Types of detached signatures, which are left out. */
const signatures: ReadonlySet<string> = new Set([
  'application/pgp-signature',
  'application/pkcs7-signature',
  'application/x-pkcs7-signature',
])
const envelopes: ReadonlySet<string> = new Set(['application/pkcs7-mime', 'application/x-pkcs7-mime'])
const mails: ReadonlySet<string> = new Set(['message/rfc822', 'message/global'])

/** Adds the content of a part and its subparts to `found`. */
export function readPart(part: Part, found: Found, around: Surroundings): void {
  const type = typeOf(part)
  if (type === 'multipart/alternative') readAlternatives(part, found, around)
  else if (type.startsWith('multipart/'))
    for (const each of part.parts) readPart(each, found, { ...around, parent: type })
  else readLeaf(part, type, found, around)
}

/** Reads the parts of `multipart/alternative`: one piece of text, and all files. */
function readAlternatives({ parts }: Part, found: Found, around: Surroundings): void {
  const inside: Found = { words: [], invites: [], files: [], whole: true }
  for (const part of parts) {
    const isOther = typeOf(part).startsWith('text/') && !isRead(typeOf(part)) && !isAttached(part)
    if (!isOther) readPart(part, inside, { ...around, parent: 'multipart/alternative' })
  }
  const texts = inside.words.filter(({ text }) => text !== undefined)
  const pages = inside.words.filter(({ html }) => html !== undefined)
  const words: Words = {
    text: texts.length > 0 ? texts.map(({ text }) => text).join('\n') : undefined,
    html: pages.length > 0 ? pages.map(({ html }) => html).join('\n') : undefined,
    flowed: texts[0]?.flowed,
  }
  if (inside.words.length > 0) found.words.push(words)
  found.invites.push(...inside.invites)
  found.files.push(...inside.files)
  if (!inside.whole) found.whole = false
}

const isRead = (type: string) => type === 'text/plain' || type === 'text/html' || type === 'text/calendar'
const isAttached = ({ disposition }: Part) => disposition.value === 'attachment'

function readLeaf(part: Part, type: string, found: Found, around: Surroundings): void {
  const name = fileNameOf(part, around.hint)
  const lowerName = name.toLowerCase()
  if (signatures.has(type) || lowerName === 'smime.p7s') return
  // This part only has the version of the encryption.
  if (type === 'application/pgp-encrypted' && around.parent === 'multipart/encrypted') return
  const bytes = decodeTransfer(part.body, transferOf(part))
  if (envelopes.has(type) || lowerName === 'smime.p7m') {
    if (readEnvelope(bytes, found, around)) return
  } else if (type === 'text/calendar' || type === 'application/ics') {
    const words = wordsOfInvite(decodeText(bytes, part.type.parameters.get('charset')?.value).text)
    if (words) found.invites.push(words)
    addCalendar(name || 'invite.ics', bytes, found)
    return
  } else if (mails.has(type)) {
    addFile(mailName(name, bytes, around.hint), bytes, found, part, around)
    return
  } else if (isText(part, type, name, found, around)) {
    const { words, rest } = wordsOf(part, bytes, around.hint)
    found.words.push(words)
    if (!rest) return
  }
  addFile(name || placeName(found.files.length + 1, type), bytes, found, part, around)
}

/** Returns whether a part is text of the mail: it is not attached, and has no name or is the first text. */
function isText(part: Part, type: string, name: string, found: Found, { parent }: Surroundings): boolean {
  if ((type !== 'text/plain' && type !== 'text/html') || isAttached(part)) return false
  return name === '' || parent === 'multipart/alternative' || found.words.length === 0
}

/** Reads the content of a signed mail. Returns false if it is encrypted or broken. */
function readEnvelope(bytes: Buffer, found: Found, around: Surroundings): boolean {
  const content = around.envelopes < mostEnvelopes ? contentOfSignedData(bytes) : undefined
  if (!content) return false
  const { root, whole } = splitMail(content)
  if (!whole) found.whole = false
  readPart(root, found, { ...around, envelopes: around.envelopes + 1 })
  return true
}

/** Skips duplicates: many invites come both as an alternative of the text and as a file. */
function addCalendar(name: string, bytes: Buffer, found: Found): void {
  const isKnown = found.files.some((file) => file.name === name && file.bytes.equals(bytes))
  if (!isKnown) found.files.push({ name, bytes, inline: false, contentId: '' })
}

function addFile(name: string, bytes: Buffer, found: Found, part: Part, { parent }: Surroundings): void {
  const isPicture = typeOf(part).startsWith('image/')
  const isShown = part.disposition.value === 'inline' || (parent === 'multipart/related' && !isAttached(part))
  const contentId = isPicture ? fieldOf(part.fields, 'content-id').replace(/^<|>$/g, '').slice(0, 300) : ''
  found.files.push({ name, bytes, inline: isPicture && isShown, contentId })
}
