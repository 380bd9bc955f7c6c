import type { LanguageCode, OpenSupports, SessionContext } from '@opensupports/core'
import type { Answer } from '../answer.js'
import type { FormFields } from '../body/index.js'
import type { Words } from './texts.js'

/** What the pages need to know of the settings. */
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
  /** What follows the page's name in the address, decoded. */
  readonly parts: readonly string[]
  readonly query: URLSearchParams
  /** Empty unless a form was sent. */
  readonly fields: FormFields
  /** A guest, with the address that the request came from. */
  readonly guest: SessionContext
  readonly cookie: string | undefined
  /** Whether the browser came by https. */
  readonly secure: boolean
  readonly language: LanguageCode
  readonly words: Words
  /** Leads from this page to the folder of all pages: `../`, as often as needed. */
  readonly up: string
  /** What the installation must be called with; undefined for nothing. */
  readonly installToken: string | undefined
}

/** Answers a visit. Whatever it throws is shown in words. */
export type Page = (visit: Visit) => Promise<Answer>

/** Returns the text of a form's field; empty where there is none. */
export const textField = ({ fields }: Visit, name: string): string => {
  const value = fields[name]
  return typeof value === 'string' ? value : ''
}
