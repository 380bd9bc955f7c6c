/** A session for a browser, such as `helpdesk.token(session)` returns on your server. */
export interface SupportSession {
  readonly userId: number
  readonly token: string
}

/** What all elements have: each property but `session` and `headers` is an attribute, too. */
export interface SupportProperties {
  /** The address of the API. Default: the API of the server that `/parts.js` came from. */
  url: string | null
  /** `<userId>.<token>`: the reader's session, from your server. */
  token: string | null
  /** The same as `token`, as an object. */
  session: SupportSession | undefined
  /** Returns headers for each request, such as the token of your own sign-in. */
  headers: (() => Record<string, string> | Promise<Record<string, string>>) | undefined
  /** Whether cookies of your own sign-in are sent. Default `same-origin`. */
  credentials: 'include' | 'omit' | 'same-origin' | null
  /** A tag such as `de` or `pt-BR`. Default: the language of the page, else of the browser. */
  language: string | null
  /** Light or dark, or `auto`, which follows the system. Default: the `color-scheme` of the page. */
  theme: 'light' | 'dark' | 'auto' | null
  /** The level of the first heading. Default 2. */
  headingLevel: number | null
}

/** What events tell of a ticket. */
export interface SupportTicketDetail {
  readonly ticketNumber: number
}

/** The events of the elements. They bubble. */
export interface SupportEventMap {
  /** A ticket was made. If it is cancelled, the form is emptied in place of the confirmation. */
  'support-created': CustomEvent<SupportTicketDetail>
  /** The reader chose a ticket in the list. If it is cancelled, the list stays. */
  'support-opened': CustomEvent<SupportTicketDetail>
  /** The reader sent an answer. */
  'support-answered': CustomEvent<SupportTicketDetail>
}

interface SupportElement extends HTMLElement, SupportProperties {
  /** Asks again who the reader is, and reads again what is shown. Call it after a sign-in or sign-out. */
  refresh(): Promise<void>
  addEventListener<Name extends keyof SupportEventMap>(
    name: Name,
    listener: (event: SupportEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void
  addEventListener(
    name: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void
}

/** The properties of a `<support-form>` beside those of all elements. */
export interface SupportFormProperties {
  /** The id of the department. Default: the reader chooses. */
  department: number | null
  /** What the fields hold at first; name and address are asked of guests only. */
  subject: string | null
  name: string | null
  email: string | null
  /**
   * The address of your page for a ticket, such as `/help/{number}`: the confirmation leads customers there. Default: to the
   * `<support-tickets>` of the page, if there is one.
   */
  href: string | null
}

/** A form that opens a ticket. */
export interface SupportFormElement extends SupportElement, SupportFormProperties {
  /** Empties the form. */
  reset(): void
}

/** The properties of a `<support-tickets>` beside those of all elements. */
export interface SupportTicketsProperties {
  /** How many tickets a page has. Default 10. */
  perPage: number | null
  /** The ticket that is shown in place of the list. */
  ticketNumber: number | null
  /** The address of your page for a ticket, such as `/help/{number}`. Without it, tickets are shown in place. */
  href: string | null
}

/** The list of the reader's tickets. */
export interface SupportTicketsElement extends SupportElement, SupportTicketsProperties {}

/** The properties of a `<support-ticket>` beside those of all elements. */
export interface SupportTicketProperties {
  ticketNumber: number | null
  /** Of a guest: the address from which the ticket was opened. */
  email: string | null
  /** Of a guest: from the link in a mail. */
  proof: string | null
}

/** A ticket with its messages, and a form for answers. */
export interface SupportTicketElement extends SupportElement, SupportTicketProperties {}

/** What holds for all elements of the page without an attribute of their own. */
export declare const defaults: {
  /** The address of the API. */
  url: string | undefined
}

declare global {
  interface HTMLElementTagNameMap {
    'support-form': SupportFormElement
    'support-tickets': SupportTicketsElement
    'support-ticket': SupportTicketElement
  }
}
