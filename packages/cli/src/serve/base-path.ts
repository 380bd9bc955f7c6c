import type { IncomingMessage, ServerResponse } from 'node:http'

type Handle = (request: IncomingMessage, response: ServerResponse) => void

/**
 * Removes the base path from the request paths that a handler sees: `/support/api/…` becomes `/api/…`. Other paths are
 * unchanged, since a proxy may have removed the base path.
 */
export function atBasePath(basePath: string, handle: Handle): Handle {
  if (basePath === '') return handle
  return (request, response) => {
    const { url = '/' } = request
    if (url === basePath) {
      // With the slash, relative links of the page resolve below the base path.
      response.writeHead(308, { location: `${basePath}/` })
      response.end()
      return
    }
    if (url.startsWith(`${basePath}/`)) request.url = url.slice(basePath.length)
    handle(request, response)
  }
}
