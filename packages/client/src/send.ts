import { formOf, type Parts, sizeOf } from './body.js'
import type { Fetch, UploadProgress } from './options.js'

/** A request, as all ways of sending need it. */
export interface Outgoing {
  readonly url: string
  readonly headers: Headers
  /** Undefined for a GET. */
  readonly parts: Parts | undefined
  readonly credentials: 'omit' | 'same-origin' | 'include'
  readonly signal: AbortSignal | undefined
  readonly onProgress: ((progress: UploadProgress) => void) | undefined
}

/** The part of XMLHttpRequest that is used, since Node has no type of it. */
interface Xhr {
  readonly upload: { onprogress: ((event: UploadProgress) => void) | null }
  withCredentials: boolean
  readonly status: number
  readonly responseText: string
  onload: (() => void) | null
  onerror: (() => void) | null
  onabort: (() => void) | null
  open(method: string, url: string): void
  setRequestHeader(name: string, value: string): void
  getAllResponseHeaders(): string
  send(body: FormData): void
  abort(): void
}

const xhrOf = () => (globalThis as { readonly XMLHttpRequest?: new () => Xhr }).XMLHttpRequest

/** Sends a request: files with progress by XMLHttpRequest, where there is one; everything else by fetch. */
export async function send(outgoing: Outgoing, ownFetch: Fetch | undefined): Promise<Response> {
  const { url, headers, parts, credentials, onProgress } = outgoing
  const signal = outgoing.signal ?? null
  const request = ownFetch ?? fetch
  if (!parts) return request(url, { headers, credentials, signal })
  const method = 'POST'
  if (parts.files.length === 0) {
    headers.set('content-type', 'application/json')
    return request(url, { method, headers, body: parts.json, credentials, signal })
  }
  const form = formOf(parts)
  const Xhr = xhrOf()
  if (onProgress && Xhr && !ownFetch) return sendByXhr(new Xhr(), form, outgoing)
  // Browsers cannot stream a request by fetch.
  if (!onProgress || Xhr) return request(url, { method, headers, body: form, credentials, signal })
  const encoded = new Response(form)
  headers.set('content-type', encoded.headers.get('content-type') ?? '')
  const body = encoded.body?.pipeThrough(counting(await sizeOf(parts), onProgress)) ?? null
  const init = { method, headers, body, credentials, signal, duplex: 'half' as const }
  return request(url, init)
}

/** Reports the bytes that pass through. */
function counting(total: number, onProgress: (progress: UploadProgress) => void) {
  let loaded = 0
  return new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      loaded += chunk.byteLength
      controller.enqueue(chunk)
      onProgress({ loaded, total })
    },
  })
}

function sendByXhr(
  xhr: Xhr,
  form: FormData,
  { url, headers, credentials, signal, onProgress }: Outgoing,
): Promise<Response> {
  return new Promise<Response>((resolve, reject) => {
    const abort = () => xhr.abort()
    const end = (settle: () => void) => () => {
      signal?.removeEventListener('abort', abort)
      settle()
    }
    xhr.onload = end(() => {
      const lines = xhr.getAllResponseHeaders().trim().split('\r\n')
      const pairs = lines.map((line): [string, string] => {
        const colon = line.indexOf(':')
        return [line.slice(0, colon), line.slice(colon + 1).trim()]
      })
      resolve(new Response(xhr.responseText, { status: xhr.status, headers: pairs }))
    })
    xhr.onerror = end(() => reject(new TypeError('XMLHttpRequest failed')))
    xhr.onabort = end(() => reject(signal?.reason))
    xhr.upload.onprogress = ({ loaded, total }) => onProgress?.({ loaded, total })
    xhr.open('POST', url)
    xhr.withCredentials = credentials === 'include'
    headers.forEach((value, name) => {
      xhr.setRequestHeader(name, value)
    })
    signal?.addEventListener('abort', abort)
    xhr.send(form)
  })
}
