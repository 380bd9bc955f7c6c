import { QueryClientProvider } from '@tanstack/react-query'
import { type ComponentChild, type ComponentChildren, render } from 'preact'
import { createPortal } from 'preact/compat'
import type { SupportSession, SupportTicketDetail } from '../../types/elements.js'
import { DeskContext } from '../app/desk.js'
import { directionOf, LanguageContext, languageFor, tagOf } from '../app/language.js'
import { WordsProvider } from '../words/customers/index.js'
import { type Identity, type SharedDesk, sharedDesk } from './shared-desks.js'
import { styleSheets } from './style.js'

/** What holds for all elements of the page without an attribute of their own. */
export const defaults: { url: string | undefined } = { url: undefined }

/** The attributes of every element. */
export const ownAttributes = [
  'url',
  'token',
  'credentials',
  'language',
  'theme',
  'heading-level',
  'lang',
] as const

const numbers = new Set(['heading-level', 'department', 'per-page', 'ticket-number'])

const propertyOf = (attribute: string) => attribute.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())

// A server that renders pages has no elements.
const ElementOrNothing = globalThis.HTMLElement ?? (class {} as typeof HTMLElement)

/** Returns the address of the page of a ticket. `href` is the attribute's value, with `{number}` for the ticket's number. */
export const addressOf = (href: string, ticketNumber: number): string =>
  href.replace('{number}', String(ticketNumber))

/** What the elements have in common: a shadow root, a helpdesk that they share, and the reader's language. */
export abstract class SupportElement extends ElementOrNothing {
  #desk: SharedDesk | undefined
  #isWaiting = false
  #session: SupportSession | undefined
  #headers: Identity['headers']

  constructor() {
    super()
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = styleSheets()
  }

  /** Returns what the element shows. */
  protected abstract view(desk: SharedDesk): ComponentChildren

  get session(): SupportSession | undefined {
    return this.#session
  }
  set session(session) {
    this.#session = session
    this.update()
  }

  get headers(): Identity['headers'] {
    return this.#headers
  }
  set headers(headers) {
    this.#headers = headers
    this.update()
  }

  async refresh(): Promise<void> {
    await this.#desk?.cache.invalidateQueries({ queryKey: ['opensupports'] })
  }

  connectedCallback(): void {
    // Properties that were set before the element was defined hide those of the class.
    for (const name of Object.keys(this)) {
      if (!(name in Object.getPrototypeOf(this))) continue
      const own = this as unknown as Record<string, unknown>
      const value = own[name]
      delete own[name]
      own[name] = value
    }
    this.update()
  }

  disconnectedCallback(): void {
    this.update()
  }

  attributeChangedCallback(): void {
    this.update()
  }

  /** Returns whether the element shows this helpdesk. */
  isOf(desk: SharedDesk): boolean {
    return this.#desk === desk
  }

  /** Shows the element anew, once for all changes of the present moment. One that only moves keeps what it shows. */
  protected update(): void {
    if (this.#isWaiting) return
    this.#isWaiting = true
    queueMicrotask(() => {
      this.#isWaiting = false
      if (this.isConnected) this.#show()
      else this.#end()
    })
  }

  /** Returns an attribute: undefined if it is absent or empty. */
  protected text(name: string): string | undefined {
    return this.getAttribute(name) || undefined
  }

  protected number(name: string): number | undefined {
    return Number(this.getAttribute(name)) || undefined
  }

  /** Fires an event. Returns false if a listener cancelled it. */
  protected tell(name: string, detail: SupportTicketDetail): boolean {
    return this.dispatchEvent(
      new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }),
    )
  }

  #show(): void {
    const url = this.text('url') ?? defaults.url
    if (!url) throw new TypeError(`<${this.localName}> needs the attribute url: the address of the API`)
    const credentials = this.text('credentials') as 'include' | 'omit' | undefined
    const desk = sharedDesk({
      url: new URL(url, document.baseURI).href.replace(/\/+$/, ''),
      credentials: credentials ?? 'same-origin',
    })
    if (this.#desk && this.#desk !== desk) this.#end()
    this.#desk = desk
    const session = this.#session && `${this.#session.userId}.${this.#session.token}`
    desk.identify(this, { token: this.text('token') ?? session, headers: this.#headers })
    const near = this.closest('[lang]')?.getAttribute('lang')
    const tags = [this.text('language') ?? near, ...navigator.languages]
    const language = languageFor(tags.filter((tag) => typeof tag === 'string')) ?? 'en'
    const host = { element: this, beside: (content: ComponentChild) => createPortal(content, this) }
    const place = { headingLevel: this.number('heading-level') ?? 2, host }
    const tag = tagOf(language)
    render(
      <QueryClientProvider client={desk.cache}>
        <DeskContext.Provider value={{ ...desk.own, ...place }}>
          <LanguageContext.Provider value={language}>
            <WordsProvider>
              <div class="frame" lang={tag} dir={directionOf(tag)}>
                {this.view(desk)}
              </div>
            </WordsProvider>
          </LanguageContext.Provider>
        </DeskContext.Provider>
      </QueryClientProvider>,
      this.#root,
    )
  }

  #end(): void {
    render(null, this.#root)
    this.#desk?.leave(this)
    this.#desk = undefined
  }

  get #root(): ShadowRoot {
    return this.shadowRoot as ShadowRoot
  }
}

/** Defines an element, with a property for each attribute. */
export function define(
  name: string,
  element: { new (): SupportElement; observedAttributes: string[] },
): void {
  // Another copy of this script may have defined it.
  if (!globalThis.customElements || customElements.get(name)) return
  for (const attribute of element.observedAttributes.filter((each) => each !== 'lang'))
    Object.defineProperty(element.prototype, propertyOf(attribute), {
      get(this: SupportElement) {
        const text = this.getAttribute(attribute)
        return text === null || !numbers.has(attribute) ? text : Number(text)
      },
      set(this: SupportElement, value: unknown) {
        if (value === null || value === undefined) this.removeAttribute(attribute)
        else this.setAttribute(attribute, String(value))
      },
    })
  customElements.define(name, element)
}
