import type { LanguageCode, OpenSupports, SessionContext } from '@opensupports/core'
import type { Answer } from '../answer.js'
import type { FormFields } from '../body/index.js'
import type { Words } from './texts.js'

/** The settings that the pages need. */
export interface Site {
  readonly title: string
  readonly language: string
  readonly mandatoryLogin: boolean
  readonly allowAttachments: boolean
}

/** A request for a page. */
export interface Visit {
  readonly helpdesk: OpenSupports
  readonly site: Site
  readonly isPost: boolean
  /** The parts of the address after the page's name, decoded. */
  readonly parts: readonly string[]
  readonly query: URLSearchParams
  /** Empty unless a form was sent. */
  readonly fields: FormFields
  /** A guest's session, with the client's address. */
  readonly guest: SessionContext
  readonly cookie: string | undefined
  /** Whether the browser uses https. */
  readonly secure: boolean
  readonly language: LanguageCode
  readonly words: Words
  /** The relative path from this page to the folder of all pages: `../` once or more. */
  readonly up: string
  /** The token that the installation requires; undefined for none. */
  readonly installToken: string | undefined
}

/** Answers a visit. Errors that it throws are shown as a page. */
export type Page = (visit: Visit) => Promise<Answer>

/** Returns the text of a form's field, or an empty one. */
export const textField = ({ fields }: Visit, name: string): string => {
  const value = fields[name]
  return typeof value === 'string' ? value : ''
}
