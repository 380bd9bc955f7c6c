import type { Route } from '../app/router.js'

/** The pages of admins, and the first run, which makes the first admin. */
export const adminRoutes: readonly Route[] = [
  { path: '/install', who: 'anyone', page: () => import('./install.js') },
  { path: '/admin', who: 'admin', page: () => import('./settings.js') },
  { path: '/admin/departments', who: 'admin', page: () => import('./departments.js') },
  { path: '/admin/staff', who: 'admin', page: () => import('./team.js') },
  { path: '/admin/custom-fields', who: 'admin', page: () => import('./custom-fields.js') },
  { path: '/admin/tags', who: 'admin', page: () => import('./tags.js') },
  { path: '/admin/mail-texts', who: 'admin', page: () => import('./mail-texts.js') },
  { path: '/admin/mails', who: 'admin', page: () => import('./mails.js') },
  { path: '/admin/api-keys', who: 'admin', page: () => import('./api-keys.js') },
  { path: '/admin/access-tokens', who: 'admin', page: () => import('./access-tokens.js') },
  { path: '/admin/webhooks', who: 'admin', page: () => import('./webhooks.js') },
  { path: '/admin/import', who: 'admin', page: () => import('./import.js') },
  { path: '/admin/log', who: 'admin', page: () => import('./log.js') },
]
