import type { Route } from '../app/router.js'

/** The pages of the team. */
export const staffRoutes: readonly Route[] = [
  { path: '/staff', who: 'staff', page: () => import('./inbox.js') },
  { path: '/staff/tickets/:number', who: 'staff', page: () => import('./ticket.js') },
  { path: '/staff/customers', who: 'staff', page: () => import('./customers.js') },
  { path: '/staff/customers/:id', who: 'staff', page: () => import('./customer.js') },
  { path: '/staff/responses', who: 'staff', page: () => import('./responses.js') },
  { path: '/staff/articles', who: 'editor', page: () => import('./articles.js') },
  { path: '/staff/statistics', who: 'staff', page: () => import('./statistics.js') },
  { path: '/staff/activity', who: 'staff', page: () => import('./activity.js') },
  { path: '/staff/profile', who: 'staff', page: () => import('./profile.js') },
]
