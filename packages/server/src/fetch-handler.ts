import { type OpenSupports, OpenSupportsError } from '@opensupports/core'
import { addField, decodeForm, decodeJson, isMissingText, noFields, readBytes } from './body/index.js'
import { inside } from './exchange.js'
import type { HandlerOptions, Limits } from './options.js'

/** What Hono, Next and every other host that speaks fetch call. */
export type FetchHandler = (request: Request) => Promise<Response>

/**
 * Puts a helpdesk on a host that speaks fetch. The caller's address is known only with `trustProxy`; uploads are held
 * in memory, under the same limits.
 *
 * @example
 * app.all('/api/*', (context) => fetchHandler(helpdesk)(context.req.raw))
 */
export function fetchHandler(helpdesk: OpenSupports, options: HandlerOptions = {}): FetchHandler {
  const { answer } = inside(helpdesk, options)
  return async (request) => {
    const url = new URL(request.url)
    const header = (name: string) => request.headers.get(name) ?? undefined
    const forwarded = options.trustProxy ? header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
    const { status, headers, body } = await answer({
      method: request.method,
      path: url.pathname,
      query: url.search.slice(1),
      header,
      secure:
        url.protocol === 'https:' || (options.trustProxy === true && header('x-forwarded-proto') === 'https'),
      ip: forwarded,
      readBody: (limits) => readBody(request, limits),
    })
    return new Response(body === '' && status === 204 ? null : body, { status, headers })
  }
}

async function readBody(request: Request, limits: Limits) {
  const type = request.headers.get('content-type') ?? ''
  if (request.bodyUsed || !request.body) return { fields: noFields() }
  if (type.startsWith('multipart/form-data')) return { fields: await decodeFormData(request, type, limits) }
  const isForm = type.startsWith('application/x-www-form-urlencoded')
  if (!isForm && !type.startsWith('application/json')) return { fields: noFields() }
  const text = (await readBytes(request.body, limits.fieldsSize)).toString()
  return { fields: isForm ? decodeForm(text, limits) : decodeJson(text) }
}

async function decodeFormData(request: Request, type: string, limits: Limits) {
  const bytes = await readBytes(
    request.body as ReadableStream<Uint8Array>,
    limits.filesSize + limits.fieldsSize,
  )
  const form = await new Response(bytes, { headers: { 'content-type': type } })
    .formData()
    .catch((cause: unknown) => {
      throw new OpenSupportsError('INVALID_BODY', { cause })
    })
  const fields = noFields()
  const count = { fields: 0, files: 0, fieldsSize: 0 }
  for (const [name, value] of form) {
    if (typeof value === 'string') {
      count.fields++
      count.fieldsSize += Buffer.byteLength(value)
      if (!isMissingText(name, value)) addField(fields, name, value)
    } else {
      count.files++
      if (value.size > limits.fileSize) throw new OpenSupportsError('INVALID_FILE')
      // What a browser sends for a file input that nothing was chosen in.
      if (value.name !== '' || value.size > 0) addField(fields, name, value)
    }
    const over =
      count.fields > limits.fields || count.files > limits.files || count.fieldsSize > limits.fieldsSize
    if (over) throw new OpenSupportsError('REQUEST_TOO_LARGE')
  }
  return fields
}
