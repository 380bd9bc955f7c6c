import type { AnchorHTMLAttributes, ComponentChildren, ComponentType } from 'preact'
import { useSyncExternalStore } from './react.js'
import { basePath } from './site.js'

/** What a page gets: the parts of its path that a route names with a colon, and the query. */
export interface PageProps {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
}

/**
 * Who may open a page. Readers are people who are signed in, and guests unless the login is mandatory; editors are members
 * of the team from level 2, and admins those of level 3.
 */
export type Who = 'anyone' | 'reader' | 'user' | 'staff' | 'editor' | 'admin'

export interface Route {
  /** Such as `/tickets/:number`. */
  readonly path: string
  readonly who: Who
  readonly page: () => Promise<{ readonly Page: ComponentType<PageProps> }>
}

/** Returns the parameters of a path that fits the pattern of a route; undefined if it does not fit. */
export function match(pattern: string, path: string): Record<string, string> | undefined {
  const expected = pattern.split('/')
  const given = path.replace(/\/$/, '').split('/')
  if (pattern !== '/' && expected.length !== given.length) return undefined
  if (pattern === '/') return given.join('') === '' ? {} : undefined
  const params: Record<string, string> = {}
  for (const [index, part] of expected.entries()) {
    const value = given[index] ?? ''
    if (part.startsWith(':')) params[part.slice(1)] = decoded(value)
    else if (part !== value) return undefined
  }
  return params
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}

const listeners = new Set<() => void>()
const tellAll = () => {
  for (const listener of listeners) listener()
}
window.addEventListener('popstate', tellAll)

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Opens a page of the app: `go('/tickets')`. */
export function go(path: string, { replace = false } = {}): void {
  history[replace ? 'replaceState' : 'pushState'](null, '', basePath + path)
  tellAll()
  window.scrollTo(0, 0)
}

/** Returns the path of the page inside the app, and its query. */
export function useLocation(): { readonly path: string; readonly query: URLSearchParams } {
  const address = useSyncExternalStore(subscribe, () => location.pathname + location.search)
  const [path = '/', query = ''] = address.split('?')
  return { path: path.slice(basePath.length) || '/', query: new URLSearchParams(query) }
}

interface LinkProps extends Pick<AnchorHTMLAttributes<HTMLAnchorElement>, 'aria-label'> {
  readonly to: string
  readonly class?: string
  readonly children: ComponentChildren
}

/** A link to a page of the app. Marks itself as current on that page. */
export function Link({ to, children, ...rest }: LinkProps) {
  const { path } = useLocation()
  const open = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(to)
  }
  return (
    <a {...rest} href={basePath + to} aria-current={path === to ? 'page' : undefined} onClick={open}>
      {children}
    </a>
  )
}
