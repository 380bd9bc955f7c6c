import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { OpenSupportsError, type Upload } from '@opensupports/core'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Admission, decodeMultipart, holdings, paces, type Reading } from './index.js'
import { defaultLimits } from './limits.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opensupports-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const headers = { 'content-type': 'multipart/form-data; boundary=x', 'transfer-encoding': 'chunked' }
const body = (...chunks: (string | Buffer)[]) =>
  Object.assign(
    Readable.from(
      chunks.map((chunk) => Buffer.from(chunk)),
      { objectMode: false },
    ),
    { headers },
  )
const part = (head: string, content: string) => `--x\r\n${head}\r\n\r\n${content}\r\n`
const named = (name: string, ...more: string[]) =>
  [`Content-Disposition: form-data; name="${name}"`, ...more].join('\r\n')
const file = (name: string, fileName: string, ...more: string[]) =>
  named(`${name}"; filename="${fileName}`, ...more)
const admission = (differences: Partial<Admission> = {}): Admission => ({
  largestFile: defaultLimits.fileSize,
  stopsLarger: true,
  isEarly: false,
  ...differences,
})
const reading = (differences: Partial<Reading> = {}): Reading => ({
  limits: defaultLimits,
  hold: holdings(defaultLimits.heldSize).open(),
  uploadDir: folder,
  takesFile: () => true,
  pace: paces(0).open(),
  admit: async () => admission(),
  ...differences,
})
const decode = (...chunks: (string | Buffer)[]) => decodeMultipart(body(...chunks), reading())
const textOf = (upload: unknown) => new Response((upload as Upload).stream()).text()

describe('texts', () => {
  test.each(['7bit', '8bit', 'binary', 'utf-8'])('may be declared as %s', async (encoding) => {
    const head = named('a', `Content-Transfer-Encoding: ${encoding}`)
    const { fields } = await decode(part(head, 'grüß dich'), '--x--\r\n')
    expect(fields).toEqual({ a: 'grüß dich' })
  })

  test('with a content type are not files', async () => {
    const head = named('a', 'Content-Type: text/plain; charset=utf-8')
    expect((await decode(part(head, 'hi'), '--x--\r\n')).fields).toEqual({ a: 'hi' })
  })

  test('are the same however the body is split into chunks', async () => {
    const whole = Buffer.from(`${part(named('a'), 'grüß\r\n--y\r\n-- dich')}${part(named('b'), '')}--x--\r\n`)
    const bytes = Array.from(whole, (byte) => Buffer.from([byte]))
    expect((await decode(...bytes)).fields).toEqual({ a: 'grüß\r\n--y\r\n-- dich', b: '' })
  })
})

describe('files', () => {
  test('have a name, a size and bytes, and can be read again', async () => {
    const { fields } = await decode(
      part(file('file', 'a.txt', 'Content-Type: a/b'), 'what\r\nit says'),
      '--x--',
    )
    expect(fields.file).toMatchObject({ name: 'a.txt', size: 13 })
    for (const _ of ['once', 'again']) expect(await textOf(fields.file)).toBe('what\r\nit says')
  })

  test('may have a name only in filename*', async () => {
    const head = `Content-Disposition: form-data; name="file"; filename*=UTF-8''%E6%96%87.txt`
    const { fields } = await decode(part(head, 'hello'), '--x--\r\n')
    expect(fields.file).toMatchObject({ name: '文.txt', size: 5 })
    expect(await textOf(fields.file)).toBe('hello')
  })

  test('need no type', async () => {
    const { fields } = await decode(part(file('file', 'a.txt'), 'what it says'), '--x--\r\n')
    expect(await textOf(fields.file)).toBe('what it says')
  })

  test('that were left empty are skipped', async () => {
    const { fields } = await decode(part(file('file', '', 'Content-Type: a/b'), ''), '--x--\r\n')
    expect(fields).toEqual({})
  })

  test('with the same name are replaced by the last', async () => {
    const { fields } = await decode(
      part(file('file', 'a.txt'), 'x'.repeat(200_000)),
      part(file('file', 'b.txt'), 'y'),
      '--x--\r\n',
    )
    expect(fields.file).toMatchObject({ name: 'b.txt', size: 1 })
  })

  test('are removed on release', async () => {
    const { release } = await decode(part(file('file', 'a.txt'), 'text'), '--x--\r\n')
    expect(readdirSync(folder)).toHaveLength(1)
    await release?.()
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('a caller', () => {
  const parts = [
    part(named('csrf_token'), 'abc'),
    part(file('file', 'a.txt'), 'x'.repeat(100_000)),
    '--x--\r\n',
  ]

  test('is checked with the fields before the first file, once', async () => {
    const seen: unknown[] = []
    const admit = async (fields: object) => {
      seen.push({ ...fields })
      return admission()
    }
    await decodeMultipart(
      body(...parts.slice(0, 2), part(file('file', 'b.txt'), 'y'), '--x--'),
      reading({ admit }),
    )
    expect(seen).toEqual([{ csrf_token: 'abc' }])
  })

  test('who is rejected leaves nothing on disk', async () => {
    const admit = () => Promise.reject(new OpenSupportsError('NO_PERMISSION'))
    const decoded = decodeMultipart(body(...parts), reading({ admit }))
    await expect(decoded).rejects.toMatchObject({ code: 'NO_PERMISSION' })
    expect(readdirSync(folder)).toEqual([])
  })

  test('with a too large file is rejected as soon as it is too large', async () => {
    const admit = async () => admission({ largestFile: 10 })
    let read = 0
    const endless = async function* () {
      yield Buffer.from(parts.slice(0, 2).join(''))
      for (; read < 1000; read++) {
        // Like a socket, gives way between two chunks.
        await new Promise((turn) => setImmediate(turn))
        yield Buffer.alloc(65_536)
      }
    }
    const source = Object.assign(Readable.from(endless(), { objectMode: false }), { headers })
    await expect(decodeMultipart(source, reading({ admit }))).rejects.toMatchObject({ code: 'INVALID_FILE' })
    expect(read).toBeLessThan(1000)
    expect(readdirSync(folder)).toEqual([])
  })

  test('whose files are ignored has nothing of a too large file stored, and all of it counted', async () => {
    const admit = async () => admission({ largestFile: 10, stopsLarger: false })
    const { fields } = await decodeMultipart(body(...parts), reading({ admit }))
    expect(fields.file).toMatchObject({ name: 'a.txt', size: 100_000 })
    expect(await textOf(fields.file)).toBe('x'.repeat(10))
  })

  test('is asked for at each file until the credentials have come', async () => {
    const seen: unknown[] = []
    const admit = async (fields: object) => {
      seen.push(Object.keys(fields))
      return admission({ isEarly: !('csrf_token' in fields) })
    }
    const one = part(file('file', 'a.txt'), 'x'.repeat(100))
    const sent = [one, one, ...parts.slice(0, 1), one, one]
    const limits = { ...defaultLimits, earlySize: 200 }
    const { fields } = await decodeMultipart(body(...sent, '--x--\r\n'), reading({ admit, limits }))
    expect(fields.file).toMatchObject({ size: 100 })
    expect(seen).toEqual([[], [], ['csrf_token']])
  })

  test('without credentials sends a bounded size of files', async () => {
    const admit = async () => admission({ isEarly: true })
    const limits = { ...defaultLimits, earlySize: 199 }
    const one = part(file('file', 'a.txt'), 'x'.repeat(100))
    const decoded = decodeMultipart(body(one, one, '--x--\r\n'), reading({ admit, limits }))
    await expect(decoded).rejects.toMatchObject({ code: 'REQUEST_TOO_LARGE' })
    expect(readdirSync(folder)).toEqual([])
  })

  test('of a path without a file parameter has nothing stored', async () => {
    const admit = vi.fn()
    const { fields } = await decodeMultipart(body(...parts), reading({ takesFile: () => false, admit }))
    expect(fields).toEqual({ csrf_token: 'abc' })
    const [uploads = ''] = readdirSync(folder)
    expect(readdirSync(join(folder, uploads))).toEqual([])
    expect(admit).not.toHaveBeenCalled()
  })

  test('who would hold too much of the disk gets SERVER_BUSY, and leaves nothing there', async () => {
    const decoded = decodeMultipart(body(...parts), reading({ hold: holdings(100_000).open() }))
    await expect(decoded).rejects.toMatchObject({ code: 'SERVER_BUSY', details: { retryAfter: 10 } })
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('a body', () => {
  test.each([
    ['a text without a name', [part('Content-Disposition: form-data', 'hi'), '--x--\r\n']],
    ['a file without a name', [part('Content-Disposition: form-data; filename="a"', 'hi'), '--x--\r\n']],
    ['a part without a head', ['--x\r\n\r\nhi\r\n--x--\r\n']],
    ['an unknown encoding', [part(named('a', 'Content-Transfer-Encoding: rot13'), 'hi'), '--x--\r\n']],
    ['no end', [part(file('file', 'a.txt'), 'hi')]],
    ['nothing in it', []],
  ])('with %s is rejected, and leaves nothing behind', async (_, chunks) => {
    await expect(decode(...chunks)).rejects.toMatchObject({ code: 'INVALID_BODY' })
    expect(readdirSync(folder)).toEqual([])
  })

  test('that breaks off is rejected, and leaves nothing behind', async () => {
    const stream = body(part(file('file', 'a.txt'), 'hi'))
    const broken = Object.assign(
      Readable.from(
        (async function* () {
          yield* stream
          throw new Error('gone')
        })(),
        { objectMode: false },
      ),
      { headers },
    )
    const decoded = decodeMultipart(broken, reading())
    await expect(decoded).rejects.toMatchObject({ code: 'INVALID_BODY' })
    expect(readdirSync(folder)).toEqual([])
  })

  test('is not reported as invalid if the folder is missing', async () => {
    const decoded = decodeMultipart(body('--x--'), reading({ uploadDir: join(folder, 'missing') }))
    await expect(decoded).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
