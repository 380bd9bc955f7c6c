import { expect, test } from 'vitest'
import type { Upload } from '../../platform/index.js'
import { createTestHelpdesk } from '../../testing/index.js'
import { allowedAttachmentTypes, endingFor } from './file-types.js'

/** Builds an uncompressed ZIP; `padding` bytes precede its directory. */
function zipOf(entries: Readonly<Record<string, string>>, padding = 0): Buffer {
  const locals: Buffer[] = []
  const list: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(entries)) {
    const local = Buffer.alloc(30)
    local.write('PK\x03\x04', 'latin1')
    local.writeUInt32LE(content.length, 18)
    local.writeUInt32LE(content.length, 22)
    local.writeUInt16LE(name.length, 26)
    const central = Buffer.alloc(46)
    central.write('PK\x01\x02', 'latin1')
    central.writeUInt16LE(name.length, 28)
    central.writeUInt32LE(offset, 42)
    const whole = Buffer.concat([local, Buffer.from(name), Buffer.from(content)])
    offset += whole.length
    locals.push(whole)
    list.push(central, Buffer.from(name))
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  return Buffer.concat([...locals, Buffer.alloc(padding), ...list, end])
}

const officeOf = (folder: string, padding = 0) =>
  zipOf({ '_rels/.rels': '<r/>', [`${folder}/document.xml`]: '<w/>', '[Content_Types].xml': '<t/>' }, padding)
const openDocument = zipOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<x/>' })
const plainZip = zipOf({ 'a.txt': 'hello' })
const cfb = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])
const webp = Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1')
const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic')])
const program = Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1')
const utf16 = (text: string, mark = true) => Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le')
const bigEndian = (text: string, mark = true) => utf16(text, mark).swap16()
const text = Buffer.from('Hello')

const fileOf = (name: string, bytes: Uint8Array) => new File([new Uint8Array(bytes)], name)

async function taken(name: string, bytes: Uint8Array, settings: Record<string, string> = {}) {
  const desk = await createTestHelpdesk({ settings })
  const file = fileOf(name, bytes)
  await desk.helpdesk.ticket.create(desk.admin, { title: 'A', content: 'B', file })
  return desk.files.names().map((each) => each.replace(/^t\d{6}_[0-9a-f]{40}_/, ''))
}

test.each([
  ['winmail.dat', Buffer.from('789f3e220100019006', 'hex')],
  ['smime.p7m', Buffer.from('308006092a864886f70d010703a080', 'hex')],
  ['key.asc', Buffer.from('-----BEGIN PGP PUBLIC KEY BLOCK-----')],
  ['a.docx', officeOf('word')],
  ['a.xlsx', officeOf('xl')],
  ['a.pptx', officeOf('ppt')],
  ['a.odt', openDocument],
  ['a.ods', openDocument],
  ['a.docx', cfb],
  ['a.xlsx', officeOf('xl', 500_000)],
  ['a.zip', officeOf('xl')],
  ['a.zip', openDocument],
  ['a.zip', plainZip],
  ['a.ppt', cfb],
  ['a.eml', Buffer.from('From: Ä <a@b.example>\r\nSubject: x\r\n\r\nHi')],
  ['a.ics', Buffer.from('BEGIN:VCALENDAR\r\nEND:VCALENDAR')],
  ['a.json', Buffer.from('{"a": [1]}')],
  ['a.xml', Buffer.from('<?xml version="1.0"?><a/>')],
  ['a.webp', webp],
  ['a.heic', heic],
  ['a.txt', utf16('Grüße, 文件')],
  ['a.csv', bigEndian('a;b\r\n1;2')],
  ['a.txt', utf16('Hello', false)],
  ['a.txt', bigEndian('Hello', false)],
])('%s is taken by its content', async (name, bytes) => {
  expect(await taken(name, bytes)).toEqual([name])
})

test.each([
  ['a.docx', plainZip],
  ['a.docx', text],
  ['a.odt', program],
  ['a.xlsx', zipOf({ '[Content_Types].xml': '<t/>', 'evil.exe': 'MZ' })],
  ['a.eml', program],
  ['a.json', plainZip],
  ['a.webp', text],
  ['a.heic', webp],
  ['a.txt', utf16('a\u0000b')],
  ['a.txt', plainZip],
  ['a.exe', officeOf('word')],
  ['a.docm', officeOf('word')],
])('%s is refused when its content is another', async (name, bytes) => {
  await expect(taken(name, bytes)).rejects.toMatchObject({ code: 'INVALID_FILE' })
})

test('a picture in a text may be webp, not heic', async () => {
  const desk = await createTestHelpdesk()
  const create = (file: File) =>
    desk.helpdesk.ticket.create(desk.admin, { title: 'A', content: 'B', images: [file] })
  await create(fileOf('a.webp', webp))
  await expect(create(fileOf('a.heic', heic))).rejects.toMatchObject({ code: 'INVALID_FILE' })
})

test.each([1, 2, 4])('of an upload of %i MB, only its ends are kept in memory', async (megabytes) => {
  let largest = 0
  let pieces = 0
  const head = zipOf({ '_rels/.rels': '<r/>' }).subarray(0, 60)
  const end = officeOf('word')
  const upload: Upload = {
    name: 'a.docx',
    size: megabytes * 1_000_000,
    stream() {
      let sent = 0
      return new ReadableStream({
        pull(controller) {
          pieces++
          if (sent === 0) controller.enqueue(head)
          else if (sent < megabytes * 1_000_000) controller.enqueue(new Uint8Array(100_000))
          else {
            controller.enqueue(end)
            controller.close()
          }
          sent += 100_000
        },
      })
    },
  }
  const concat = Buffer.concat.bind(Buffer)
  Buffer.concat = (list: readonly Uint8Array[], length?: number) => {
    const joined = concat(list, length)
    largest = Math.max(largest, joined.length)
    return joined
  }
  try {
    expect(
      await endingFor(upload, 'docx', 'attachment', allowedAttachmentTypes({ attachmentTypes: [] })),
    ).toBe('docx')
  } finally {
    Buffer.concat = concat
  }
  expect(largest).toBeLessThan(300_000)
  expect(pieces).toBeLessThan(megabytes * 10 + 20)
})

test('the setting attachment-types lists the allowed endings', async () => {
  const settings = { 'attachment-types': 'PDF, .txt dwg' }
  expect(await taken('a.txt', text, settings)).toEqual(['a.txt'])
  // The content of such a file is unknown: whoever allows the extension accepts any content.
  expect(await taken('a.dwg', program, settings)).toEqual(['a.dwg'])
  for (const [name, bytes] of [
    ['a.docx', officeOf('word')],
    ['a.csv', text],
    ['a.pdf', text],
    ['a', plainZip],
  ] as const)
    await expect(taken(name, bytes, settings)).rejects.toMatchObject({ code: 'INVALID_FILE' })
  expect(await taken('a.docx', officeOf('word'), { 'attachment-types': '' })).toEqual(['a.docx'])
})
