import type { FormFields } from './fields.js'
import type { Hold } from './holdings.js'
import type { Limits } from './limits.js'

/** How the body of one request is read. */
export interface Reading {
  /** Whether a multipart form has its parameters as JSON, in the field `params`. Default false. */
  readonly native?: boolean
  readonly limits: Limits
  readonly hold: Hold
  /** The folder for uploads that wait to be stored. Default: the system's temporary folder. */
  readonly uploadDir: string | undefined
  /** Whether the path takes a file in this field. Other files are discarded. */
  takesFile(field: string): boolean
  /**
   * Called before the first file is kept, with the fields that came before it.
   *
   * @returns the number of bytes of a file to keep; larger files are rejected
   * @throws NO_PERMISSION and other codes if the caller may not call the path
   */
  admit(fields: FormFields): Promise<number>
}

/** The fields of a request, and its cleanup. */
export interface Decoded {
  readonly fields: FormFields
  /** Removes the files that were not stored. */
  readonly release?: () => Promise<void>
}
