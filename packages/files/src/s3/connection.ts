import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { AwsV4Signer } from 'aws4fetch'

/** Where a bucket is, and the keys for it. */
export interface S3Options {
  /** The URL of the store: `https://s3.eu-central-1.amazonaws.com`, `https://minio.example:9000`, … */
  readonly endpoint: string
  readonly bucket: string
  /** Default: `us-east-1`, which most stores besides Amazon's accept. */
  readonly region?: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** For temporary credentials. */
  readonly sessionToken?: string
  /** A prefix for all names, such as `helpdesk/`, so that helpdesks can share a bucket. Default: none. */
  readonly prefix?: string
  /** Whether the bucket is part of the host name instead of the path. Default: false. */
  readonly virtualHost?: boolean
  /** Milliseconds without data after which a request is aborted. Default: 30,000. */
  readonly timeout?: number
}

/** Thrown if the store answered with an error or could not be reached. The message has no keys or signatures. */
export class S3Error extends Error {
  override readonly name = 'S3Error'

  constructor(
    message: string,
    /** The HTTP status; undefined if there was no response. */
    readonly status?: number,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  /** Without a name, the request is for the bucket itself. */
  readonly name?: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: { readonly size: number; readonly read: () => AsyncIterable<Uint8Array> }
}

export interface S3Connection {
  /**
   * Sends a request and returns the response, which the caller must read or destroy. Throws S3Error for any status not
   * in `statuses`. Retries network errors, 429 and 5xx, three attempts in all.
   */
  send(request: S3Request, statuses: readonly number[]): Promise<IncomingMessage>
  /** Returns a URL that needs no sign-in for `expiresIn` seconds. */
  signedUrl(name: string, query: Readonly<Record<string, string>>, expiresIn: number): Promise<string>
}

const attempts = 3
const firstPauseMs = 100

/** A failure to read the content to upload, for which a retry is useless. */
class OwnFailure extends Error {
  constructor(override readonly cause: unknown) {
    super('the content could not be read')
  }
}

export function connectionTo(options: S3Options): S3Connection {
  const { bucket, prefix = '', region = 'us-east-1', virtualHost = false, timeout = 30_000 } = options
  const endpoint = new URL(options.endpoint)
  const isSecure = endpoint.protocol === 'https:'
  const agent = isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
  const { accessKeyId, secretAccessKey, sessionToken } = options
  const signing = {
    accessKeyId,
    secretAccessKey,
    region,
    service: 's3',
    ...(sessionToken ? { sessionToken } : {}),
  }

  function urlOf(name: string | undefined, query: Readonly<Record<string, string>> = {}): URL {
    const url = new URL(endpoint)
    if (virtualHost) url.hostname = `${bucket}.${url.hostname}`
    const base = `${url.pathname.replace(/\/+$/, '')}${virtualHost ? '' : `/${bucket}`}`
    url.pathname = name === undefined ? base || '/' : `${base}/${prefix}${name}`
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value)
    return url
  }

  async function once({ method, name, query, body }: S3Request): Promise<IncomingMessage> {
    const signer = new AwsV4Signer({ ...signing, method, url: urlOf(name, query).href })
    const { url, headers } = await signer.sign()
    return new Promise<IncomingMessage>((resolve, reject) => {
      const sending = (isSecure ? httpsRequest : httpRequest)(url, {
        method,
        agent,
        timeout,
        headers: {
          ...Object.fromEntries(headers as Headers),
          ...(body
            ? { 'content-length': String(body.size), 'content-type': 'application/octet-stream' }
            : {}),
        },
      })
      sending.on('response', resolve)
      sending.on('error', reject)
      sending.on('timeout', () => sending.destroy(new Error(`no data for ${timeout} ms`)))
      if (!body) {
        sending.end()
        return
      }
      async function* content() {
        try {
          yield* (body as NonNullable<typeof body>).read()
        } catch (error) {
          throw new OwnFailure(error)
        }
      }
      pipeline(Readable.from(content(), { objectMode: true }), sending).catch(reject)
    })
  }

  async function send(request: S3Request, statuses: readonly number[]): Promise<IncomingMessage> {
    for (let attempt = 1; ; attempt++) {
      let failure: S3Error
      try {
        const response = await once(request)
        const { statusCode: status = 0 } = response
        if (statuses.includes(status)) return response
        failure = new S3Error(`the store answered ${status} ${await codeOf(response)}`.trim(), status)
        if (status < 500 && status !== 429) throw failure
      } catch (error) {
        if (error instanceof S3Error) throw error
        if (error instanceof OwnFailure) throw error.cause
        failure = new S3Error(`cannot reach the store: ${reasonOf(error)}`, undefined, { cause: error })
      }
      if (attempt === attempts) throw failure
      await wait(firstPauseMs * 2 ** attempt * (0.5 + Math.random()))
    }
  }

  return {
    send,
    async signedUrl(name, query, expiresIn) {
      const url = urlOf(name, { ...query, 'X-Amz-Expires': String(expiresIn) }).href
      const signed = await new AwsV4Signer({ ...signing, method: 'GET', url, signQuery: true }).sign()
      return String(signed.url)
    },
  }
}

const reasonOf = (error: unknown) => {
  const { code, message } = error as NodeJS.ErrnoException
  return message || code || 'unknown'
}

const longestError = 16_384

/** Returns the error code in a response, such as `NoSuchBucket`. */
async function codeOf(response: IncomingMessage): Promise<string> {
  let text = ''
  try {
    for await (const chunk of response.setEncoding('utf8')) {
      text += chunk
      if (text.length > longestError) break
    }
  } catch {
    // The part received so far may already have the code.
  }
  return /<Code>(\w{1,64})<\/Code>/.exec(text)?.[1] ?? ''
}
