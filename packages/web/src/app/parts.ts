import { adminRoutes } from '../admin/routes.js'
import { customerRoutes } from '../customers/routes.js'
import { staffRoutes } from '../staff/routes.js'
import { match, type Route } from './router.js'

export const routes: readonly Route[] = [...customerRoutes, ...staffRoutes, ...adminRoutes]

/** Where addresses of 4.11's web client lead. `$1` is what the colon in the old address stands for. */
const oldAddresses: readonly (readonly [string, string])[] = [
  ['/dashboard', '/tickets'],
  ['/dashboard/ticket/:1', '/tickets/$1'],
  ['/dashboard/create-ticket', '/new-ticket'],
  ['/dashboard/edit-profile', '/profile'],
  ['/dashboard/articles', '/articles'],
  ['/dashboard/article/:1', '/articles/$1'],
  ['/article/:1', '/articles/$1'],
  ['/create-ticket', '/new-ticket'],
  ['/view-ticket/:1', '/tickets/$1'],
  ['/signup', '/sign-up'],
  ['/login', '/sign-in'],
  ['/admin/panel', '/staff'],
  ['/admin/panel/tickets/view-ticket/:1', '/staff/tickets/$1'],
]

/** Returns the present address for one of 4.11's web client. */
export function presentAddress(path: string): string | undefined {
  for (const [old, present] of oldAddresses) {
    const params = match(old, path)
    if (params) return present.replace('$1', encodeURIComponent(params['1'] ?? ''))
  }
  return path.startsWith('/admin/panel/') ? '/staff' : undefined
}

export interface Opened {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

export function routeOf(path: string): Opened | undefined {
  for (const route of routes) {
    const params = match(route.path, path)
    if (params) return { route, params }
  }
  return undefined
}
