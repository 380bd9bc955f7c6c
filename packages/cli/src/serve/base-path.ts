import type { IncomingMessage, ServerResponse } from 'node:http'

type Handle = (request: IncomingMessage, response: ServerResponse) => void

/**
 * Lets a handler see paths without the part that comes before the helpdesk's own: `/support/api/…` is `/api/…`. What
 * does not begin with it passes as it is, since a proxy may have cut it off.
 */
export function atBasePath(basePath: string, handle: Handle): Handle {
  if (basePath === '') return handle
  return (request, response) => {
    const { url = '/' } = request
    if (url === basePath) {
      // With the slash, links on the page lead to what is below it.
      response.writeHead(308, { location: `${basePath}/` })
      response.end()
      return
    }
    if (url.startsWith(`${basePath}/`)) request.url = url.slice(basePath.length)
    handle(request, response)
  }
}
