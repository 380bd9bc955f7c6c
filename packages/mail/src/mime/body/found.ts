/** A piece of what the sender wrote, in one form or in two that say the same. */
export interface Words {
  readonly text?: string | undefined
  readonly html?: string | undefined
  /** Set where the text is `format=flowed`. */
  readonly flowed?: { readonly delSp: boolean } | undefined
}

/** A part that is a file. */
export interface FoundFile {
  readonly name: string
  readonly bytes: Buffer
  /** A picture that is shown within the text, not beside it. */
  readonly inline: boolean
  /** Without angle brackets. Empty when it has none. */
  readonly contentId: string
}

/** What was found in the parts so far. */
export interface Found {
  readonly words: Words[]
  /** Invites in words. */
  readonly invites: string[]
  readonly files: FoundFile[]
  /** False when parts are too deep within others, and are missing. */
  whole: boolean
}

/** Where a part stands. */
export interface Surroundings {
  /** The type of the part that it is in. */
  readonly parent: string
  /** The charset of the mail's text, for names without one. */
  readonly hint: string | undefined
  /** Signed mails around it. */
  readonly envelopes: number
}
