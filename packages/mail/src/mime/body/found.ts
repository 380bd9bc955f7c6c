/** A piece of the mail's text: plain text, HTML, or both with the same content. */
export interface Words {
  readonly text?: string | undefined
  readonly html?: string | undefined
  /** Set if the text is `format=flowed`. */
  readonly flowed?: { readonly delSp: boolean } | undefined
}

/** A part that is a file. */
export interface FoundFile {
  readonly name: string
  readonly bytes: Buffer
  /** Whether it is a picture within the text. */
  readonly inline: boolean
  /** Without angle brackets; empty if there is none. */
  readonly contentId: string
}

/** What the parts read so far contain. */
export interface Found {
  readonly words: Words[]
  /** Invites as text. */
  readonly invites: string[]
  readonly files: FoundFile[]
  /** False if parts are missing because they were nested too deep. */
  whole: boolean
}

/** The context of a part. */
export interface Surroundings {
  /** The type of the enclosing part. */
  readonly parent: string
  /** The charset of the mail's text, for names without a charset. */
  readonly hint: string | undefined
  /** The number of signed mails around it. */
  readonly envelopes: number
}
