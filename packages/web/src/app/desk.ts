import type { Client } from '@opensupports/client'
import type { HelpdeskHooks } from '@opensupports/client/react'
import { type ComponentChild, createContext, type VNode } from 'preact'
import { useContext } from 'preact/hooks'
import type { Me } from './identity.js'

/** An element of a page, which shows components in its shadow root. */
export interface Host {
  readonly element: HTMLElement
  /** Returns what renders `content` as a child of the element itself, outside of its shadow root. */
  beside(content: ComponentChild): VNode
}

/** The helpdesk that components show, and to whom. */
export interface Desk extends HelpdeskHooks<Client> {
  readonly client: Client
  /** Finds out who the current user is. */
  readMe(): Promise<Me>
  /** The address of the page that shows a captcha in a frame. */
  readonly captchaPage: string
  /** The level of a page's first heading. Pages of others have headings above it. */
  readonly headingLevel: number
  /**
   * The element whose shadow root the components are in; undefined outside of one. Editors put their text beside the
   * shadow root, since browsers hide the selection inside from the page.
   */
  readonly host?: Host | undefined
}

/** The helpdesk of the components below. */
export const DeskContext = createContext<Desk | undefined>(undefined)

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('useDesk is called outside a DeskContext')
  return desk
}
