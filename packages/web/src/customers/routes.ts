import type { Route } from '../app/router.js'

/** The customers' pages, each in a file that is loaded when it is opened. */
export const customerRoutes: readonly Route[] = [
  { path: '/', who: 'anyone', page: () => import('./home.js') },
  { path: '/sign-in', who: 'anyone', page: () => import('./sign-in.js') },
  { path: '/sign-up', who: 'anyone', page: () => import('./sign-up.js') },
  { path: '/verify-token/:email/:token', who: 'anyone', page: () => import('./verify.js') },
  { path: '/recover-password', who: 'anyone', page: () => import('./recover.js') },
  { path: '/check-ticket', who: 'anyone', page: () => import('./check-ticket.js') },
  { path: '/check-ticket/:number/:email', who: 'anyone', page: () => import('./check-ticket.js') },
  { path: '/new-ticket', who: 'reader', page: () => import('./new-ticket.js') },
  { path: '/tickets', who: 'user', page: () => import('./tickets.js') },
  { path: '/tickets/:number', who: 'user', page: () => import('./own-ticket.js') },
  { path: '/articles', who: 'reader', page: () => import('./articles.js') },
  { path: '/articles/:id', who: 'reader', page: () => import('./article.js') },
  { path: '/profile', who: 'user', page: () => import('./profile.js') },
]
