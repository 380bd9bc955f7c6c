/** Returns the path of a method: that of `ticket.reOpen` is `/ticket/re-open`. */
export const pathOf = (group: string, method: string) =>
  `/${group}/${method.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** Returns whether a method only reads, so that it may be repeated. Told by its name; own operations are named likewise. */
export const isRead = (method: string) =>
  /^(?:get|search|list|last|download|installation|check[A-Z])/.test(method)

/** Returns whether a path takes an idempotency key, so that its writes may be repeated, too. */
export const takesKey = (path: string) => path === '/ticket/create' || path === '/ticket/comment'

/** Returns whether a path is called by GET, since browsers open it as a link. */
export const isDownload = (path: string) => path === '/system/download'

/** Returns whether the answer of a path is a session. */
export const startsSession = (path: string) => path === '/user/login' || path === '/ticket/check'

/** Returns whether a path ends the session. */
export const endsSession = (path: string) => path === '/user/logout'
