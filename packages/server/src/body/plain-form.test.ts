import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { decodeHeldMultipart, decodeMultipart, holdings, paces, type Reading } from './index.js'
import { defaultLimits } from './limits.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opensupports-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const type = 'multipart/form-data; boundary=----x'
const part = (name: string, content: string | Buffer, more = '') =>
  Buffer.concat([
    Buffer.from(`------x\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ])
const end = Buffer.from('------x--\r\n')
const form = (...parts: (Buffer | string)[]) =>
  Buffer.concat([...parts.map((each) => Buffer.from(each)), end])

const reading = (differences: Partial<Reading> = {}): Reading => ({
  limits: defaultLimits,
  hold: holdings(defaultLimits.heldSize).open(),
  uploadDir: folder,
  takesFile: () => true,
  pace: paces(0).open(),
  admit: async () => ({ largestFile: 1000, stopsLarger: true, isEarly: false }),
  ...differences,
})

/** The parser of files needs a folder: without one, only a form that it never sees is read. */
const decodePlain = (body: Buffer, differences: Partial<Reading> = {}, contentType = type) =>
  decodeHeldMultipart(body, contentType, reading({ uploadDir: join(folder, 'missing'), ...differences }))

const decodeFully = (body: Buffer, differences: Partial<Reading> = {}, contentType = type) => {
  const headers = { 'content-type': contentType, 'transfer-encoding': 'chunked' }
  return decodeMultipart(Object.assign(Readable.from([body]), { headers }), reading(differences))
}

/** What became of a form: its fields, or the code of the refusal. */
const outcome = (decoded: ReturnType<typeof decodeMultipart>) =>
  decoded.then(
    ({ fields }) => Object.entries(fields),
    (error: { code?: string }) => error.code,
  )

describe('a form of texts is read without the parser of files, and as that would read it:', () => {
  test.each([
    ['no part', [], []],
    ['an empty text', [part('a', '')], [['a', '']]],
    ['a text that is not ASCII', [part('a', 'grüß 文 😀')], [['a', 'grüß 文 😀']]],
    ['a name that is not ASCII', [part('customfield_Größe 1', 'x')], [['customfield_Größe 1', 'x']]],
    [
      'lines and almost separators',
      [part('a', '\r\n--\r\n-----x\r\n\r\n-')],
      [['a', '\r\n--\r\n-----x\r\n\r\n-']],
    ],
    ['a separator without its line', [part('a', '------x--')], [['a', '------x--']]],
    ['what looks like a head', [part('a', 'Content-Type: b\r\n\r\nc')], [['a', 'Content-Type: b\r\n\r\nc']]],
    ['percent signs and plus signs', [part('a%22', '%zz+%41')], [['a%22', '%zz+%41']]],
    ['a byte order mark', [part('a', '\ufeffx')], [['a', '\ufeffx']]],
    ['the last of two fields', [part('a', '1'), part('a', '2')], [['a', '2']]],
    [
      'lists',
      [part('a[]', '1'), part('a[k]', '2'), part('[', '3')],
      [
        ['a', ['1', '2']],
        ['[', '3'],
      ],
    ],
    [
      'names of prototypes',
      [part('__proto__', 'x'), part('constructor', 'y'), part('toString', '')],
      [
        ['__proto__', 'x'],
        ['constructor', 'y'],
        ['toString', ''],
      ],
    ],
    ['an empty name', [part('', 'x')], [['', 'x']]],
    [
      'missing values',
      [part('captcha', 'undefined'), part('file', 'null'), part('title', 'null')],
      [['title', 'null']],
    ],
  ] as [string, Buffer[], [string, unknown][]][])('%s', async (_, parts, fields) => {
    const body = form(...parts)
    expect(await outcome(decodePlain(body))).toEqual(fields)
    expect(await outcome(decodeFully(body))).toEqual(fields)
  })

  test.each([['c3'], ['e2 82'], ['f0 9f 98'], ['ff fe 41'], ['c0 80'], ['ed a0 80'], ['61 00 62']])(
    'the bytes %s',
    async (hex) => {
      const body = form(part('a', Buffer.from(hex.replaceAll(' ', ''), 'hex')))
      expect(await outcome(decodePlain(body))).toEqual(await outcome(decodeFully(body)))
    },
  )

  test('the parameters of a native form', async () => {
    const body = form(part('x', '1'), part('params', '{"title":"Hi","x":2}'))
    expect(await outcome(decodePlain(body, { native: true }))).toEqual([
      ['x', 2],
      ['title', 'Hi'],
    ])
    const broken = form(part('params', '{"title":'))
    expect(await outcome(decodePlain(broken, { native: true }))).toBe('INVALID_BODY')
    const deep = form(part('params', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`))
    expect(await outcome(decodePlain(deep, { native: true }))).toBe('REQUEST_TOO_LARGE')
  })

  test('the spellings of the type and of the head', async () => {
    const body = form('------x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n')
    for (const spelled of [type, type.replace('; ', ';'), type.replace('multipart', 'Multipart')])
      expect(await outcome(decodePlain(body, {}, spelled))).toEqual([['a', '1']])
  })

  test('as many bytes and fields as are allowed', async () => {
    const body = form(part('a', 'xx'), part('b', 'é'))
    const limits = { ...defaultLimits, fields: 2, fieldsSize: 4 }
    expect(await outcome(decodePlain(body, { limits }))).toEqual([
      ['a', 'xx'],
      ['b', 'é'],
    ])
  })
})

describe('every other form is left to the parser of files:', () => {
  const whole = form(part('a', '1'))
  const cases: [string, Buffer, string?, Partial<Reading>?][] = [
    ['a file', form(part('file', 'x', '; filename="a.txt"'))],
    ['a file with a name in another alphabet', form(part('file', 'x', `; filename*=UTF-8''a.txt`))],
    ['a name with a file name inside', form(part('a; filename=b; ', 'x'))],
    ['a part with more headers', form(part('a', '1', '\r\nContent-Type: text/plain'))],
    ['a part in base64', form(part('a', 'aGk=', '\r\nContent-Transfer-Encoding: base64'))],
    ['a part without a name', form('------x\r\nContent-Disposition: form-data\r\n\r\n1\r\n')],
    ['a part without headers', form('------x\r\n\r\n1\r\n')],
    ['a broken header', form('------x\r\nContent Disposition: a\r\n\r\n1\r\n')],
    ['text ahead of the first part', Buffer.concat([Buffer.from('hello\r\n'), whole])],
    ['text behind the last part', Buffer.concat([whole, Buffer.from('bye')])],
    ['no end', whole.subarray(0, -8)],
    ['no last line', whole.subarray(0, -4)],
    ['an end without its last sign', whole.subarray(0, -3)],
    ['a separator that goes on', form(part('a', '1'), '------xy\r\n')],
    ['an empty body', Buffer.alloc(0)],
    ['a quoted boundary', whole, 'multipart/form-data; boundary="----x"'],
    ['another parameter', whole, 'multipart/form-data; charset=utf-8; boundary=----x'],
    ['no boundary', whole, 'multipart/form-data'],
    [
      'too many fields',
      form(part('a', '1'), part('b', '2')),
      type,
      { limits: { ...defaultLimits, fields: 1 } },
    ],
    ['too many bytes', form(part('a', 'éé')), type, { limits: { ...defaultLimits, fieldsSize: 3 } }],
  ]
  test.each(cases)('%s', async (_, body, contentType, differences) => {
    await expect(decodePlain(body, differences, contentType)).rejects.toMatchObject({ code: 'ENOENT' })
    const simple = (entries: unknown) =>
      JSON.stringify(entries, (key, value: unknown) => (key === 'stream' ? undefined : value))
    const held = decodeHeldMultipart(body, contentType ?? type, reading(differences))
    expect(simple(await outcome(held))).toBe(
      simple(await outcome(decodeFully(body, differences, contentType))),
    )
  })
})
