import type { FormFields } from './fields.js'
import type { Hold } from './holdings.js'
import type { Limits } from './limits.js'
import type { Pace } from './pace.js'

/** How the body of one request is read. */
export interface Reading {
  /** Whether a multipart form has its parameters as JSON, in the field `params`. Default false. */
  readonly native?: boolean
  readonly limits: Limits
  readonly hold: Hold
  readonly pace: Pace
  /** The folder for uploads that wait to be stored. Default: the system's temporary folder. */
  readonly uploadDir: string | undefined
  /** Whether the path takes a file in this field. Other files are discarded. */
  takesFile(field: string): boolean
  /**
   * Called before a file is kept, with the fields that came before it: for the first file, and for further ones as long
   * as the admission is early.
   *
   * @throws NO_PERMISSION and other codes if the caller may not call the path
   */
  admit(fields: FormFields): Promise<Admission>
}

/** What a caller may upload. */
export interface Admission {
  /** How many bytes of a file to keep. */
  readonly largestFile: number
  /** Whether a larger file ends the request with INVALID_FILE. Otherwise only its beginning is kept. */
  readonly stopsLarger: boolean
  /** Whether the credentials have yet to come, so that `earlySize` limits the files. */
  readonly isEarly: boolean
}

/** The fields of a request, and its cleanup. */
export interface Decoded {
  readonly fields: FormFields
  /** Removes the files that were not stored. */
  readonly release?: () => Promise<void>
}
