import type { FormFields } from './fields.js'
import type { Hold } from './holdings.js'
import type { Limits } from './limits.js'

/** What the body of one request is read by. */
export interface Reading {
  readonly limits: Limits
  readonly hold: Hold
  /** Where uploads wait. Default: the system's temporary folder. */
  readonly uploadDir: string | undefined
  /** Whether the path takes a file in this field: others are read past, and kept nowhere. */
  takesFile(field: string): boolean
  /**
   * Called before the first file is kept, with the fields that came before it.
   *
   * @returns how many bytes of a file are worth keeping: larger ones are refused by their size
   * @throws NO_PERMISSION and other codes of a caller who may not call the path
   */
  admit(fields: FormFields): Promise<number>
}

/** The fields of a request, and what to do when it has been answered. */
export interface Decoded {
  readonly fields: FormFields
  /** Removes the files that nobody stored. */
  readonly release?: () => Promise<void>
}
