import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { filesAt } from '../index.js'
import { S3Error, type S3Options, s3Files } from './index.js'

/** The responses of the store in order; the last one is repeated. */
type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void

let server: Server
let answers: Answer[]
let asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[]
let options: S3Options

beforeEach(async () => {
  asked = []
  server = createServer(async (request, response) => {
    let body = ''
    try {
      for await (const chunk of request) body += chunk
    } catch {
      return
    }
    const { method = '', url = '', headers } = request
    asked.push({ method, url, headers, body })
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    answer?.(request, response, body)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  options = {
    endpoint: `http://127.0.0.1:${port}`,
    bucket: 'desk',
    timeout: 200,
    accessKeyId: 'the-key',
    secretAccessKey: 'the-s3cret',
  }
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const status =
  (code: number, body = ''): Answer =>
  (_request, response) => {
    response.writeHead(code)
    response.end(body)
  }
const cut: Answer = (request) => void request.socket.destroy()
const silence: Answer = () => {}
const page =
  (keys: readonly string[], next?: string): Answer =>
  (_request, response) => {
    const contents = keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')
    const more = next ? `<NextContinuationToken>${next}</NextContinuationToken>` : ''
    response.end(`<R><IsTruncated>${next !== undefined}</IsTruncated>${more}${contents}</R>`)
  }

const words = () => new File(['words'], 'a')

describe('a temporary failure is retried', () => {
  test.each([
    ['an outage', status(503)],
    ['too many requests', status(429)],
    ['a broken connection', cut],
    ['a timeout', silence],
  ])('after %s, with the whole content', async (_, failure) => {
    answers = [failure, failure, status(200)]
    await s3Files(options).put('a', words())
    expect(asked.map(({ method, body }) => [method, body])).toEqual(Array(3).fill(['PUT', 'words']))
    expect(asked[2]?.headers).toMatchObject({
      'content-length': '5',
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
    })
  })

  test('at most three times', async () => {
    answers = [status(503, '<Error><Code>SlowDown</Code></Error>')]
    const error: unknown = await s3Files(options)
      .put('a', words())
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(S3Error)
    expect(error).toMatchObject({ message: 'the store answered 503 SlowDown', status: 503 })
    expect(asked).toHaveLength(3)
  })

  test('unlike a rejection', async () => {
    answers = [status(403, '<Error><Code>AccessDenied</Code></Error>')]
    await expect(s3Files(options).put('a', words())).rejects.toThrow('the store answered 403 AccessDenied')
    expect(asked).toHaveLength(1)
  })
})

test('redirects are not followed, so that signatures are not sent elsewhere', async () => {
  answers = [
    (_request, response) => {
      response.writeHead(307, { location: `${options.endpoint}/elsewhere` })
      response.end()
    },
  ]
  await expect(s3Files(options).open('a')).rejects.toThrow('the store answered 307')
  expect(asked).toHaveLength(1)
})

test('truncated content fails while it is read', async () => {
  answers = [
    (_request, response) => void response.writeHead(200, { 'content-length': '10' }).end(),
    (_request, response) => {
      response.writeHead(200, { 'content-length': '10' })
      response.write('01234', () => response.destroy())
    },
  ]
  const file = await s3Files(options).open('a')
  await expect(new Response(file?.stream()).text()).rejects.toThrow()
})

describe('names', () => {
  const namesOf = async (files = s3Files(options)) => {
    const names: string[] = []
    for await (const name of files.names()) names.push(name)
    return names
  }

  test('are listed page by page, without those that are no file names', async () => {
    answers = [page(['a', '../b', 'c&amp;d'], 'x&amp;y'), page(['e'])]
    expect(await namesOf()).toEqual(['a', 'e'])
    expect(asked[1]?.url).toContain('continuation-token=x%26y')
  })

  test('fail to list if a page does not name the next one', async () => {
    answers = [status(200, '<R><IsTruncated>true</IsTruncated></R>')]
    await expect(namesOf()).rejects.toThrow('continuation token')
  })
})

describe('the address of a bucket', () => {
  const env = { AWS_ACCESS_KEY_ID: 'the-key', AWS_SECRET_ACCESS_KEY: 'the-s3cret' }

  test('has endpoint, region and prefix', async () => {
    answers = [status(200)]
    const files = filesAt(`s3://desk/one/two/?endpoint=${options.endpoint}&region=eu-west-3`, env)
    await files.put('a.txt', words())
    expect(asked[0]).toMatchObject({ method: 'PUT', url: '/desk/one/two/a.txt' })
    expect(asked[0]?.headers.authorization).toContain('/eu-west-3/s3/')
  })

  test.each([
    ['s3://desk', env, 'endpoint'],
    ['s3://desk?endpoint=nowhere', env, 'endpoint'],
    ['s3://desk?endpoint=http://127.0.0.1', {}, 'AWS_ACCESS_KEY_ID'],
  ])('is rejected if it is incomplete: %s', (address, given, message) => {
    expect(() => filesAt(address, given)).toThrow(message)
  })
})
