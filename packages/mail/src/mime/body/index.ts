import type { Part } from '../parts/index.js'
import type { Found, FoundFile, Words } from './found.js'
import { readPart } from './read-part.js'
import { charsetOf, contentIdsOf, joinedWords } from './texts.js'

export type { Words } from './found.js'

/** A part that is a file. */
export type MailFile = Omit<FoundFile, 'contentId'>

/** The content of a mail. */
export interface Body {
  readonly words: readonly Words[]
  /** Invites as text. */
  readonly invites: readonly string[]
  readonly files: readonly MailFile[]
  /** The charset of the text, for headers without a charset. */
  readonly charset: string | undefined
  /** False if parts are missing because there were too many or they were nested too deep. */
  readonly whole: boolean
}

/** Reads the texts and files of a mail that was split into parts. */
export function readBody(root: Part): Body {
  const charset = charsetOf(root)
  const found: Found = { words: [], invites: [], files: [], whole: true }
  readPart(root, found, { parent: '', hint: charset, envelopes: 0 })
  const shown = contentIdsOf(found.words)
  return {
    words: joinedWords(found.words),
    invites: [...new Set(found.invites)],
    files: found.files.map(({ name, bytes, inline, contentId }) => ({
      name,
      bytes,
      inline: inline || shown.has(contentId),
    })),
    charset,
    whole: found.whole,
  }
}
