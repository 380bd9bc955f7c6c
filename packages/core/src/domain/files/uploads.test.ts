import { describe, expect, test } from 'vitest'
import { withUndo } from '../../call/index.js'
import { memoryFiles } from '../../platform/index.js'
import { createTestHelpdesk, type TestHelpdeskOptions } from '../../testing/index.js'
import { gif, jpeg, png } from '../../testing/pictures.test-support.js'
import { storeUploads, withImageLinks, withoutImagePlaces } from './uploads.js'

const bmp = [0x42, 0x4d, 0, 0, 0, 0]
/** A picture whose description comes after 9,000 bytes of other data. */
const tiff = [0x49, 0x49, 0x2a, 0, 0x30, 0x23, 0, 0, ...new Array(9000).fill(0), 0, 0]
const bigEndianTiff = [0x4d, 0x4d, 0, 0x2a, 0, 0, 0x23, 0x30, ...new Array(9000).fill(0), 0, 0]
const zip = [0x50, 0x4b, 3, 4, ...new Array(26).fill(0)]
const gzip = [0x1f, 0x8b, 8, 0]
const sevenZip = [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]
const pdf = [...Buffer.from('%PDF-1.7')]
const program = [0x4d, 0x5a, 0x90, 0]
const text = [...Buffer.from('Grüße,\r\n\ttab')]
const svg = [...Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')]

const fileOf = (name: string, bytes: Iterable<number>) => new File([new Uint8Array(bytes)], name)

/**
 * Sends files with a ticket. Returns the stored files, without number and random digits, or the code of the refusal.
 */
async function send(
  uploads: { file?: File; images?: File[] },
  options: TestHelpdeskOptions = {},
): Promise<unknown> {
  const desk = await createTestHelpdesk(options)
  const ticket = { title: 'A', content: 'B' }
  try {
    await desk.helpdesk.ticket.create(desk.admin, { ...ticket, ...uploads })
  } catch (error) {
    expect(desk.files.names()).toEqual([])
    return (error as { code: string }).code
  }
  return desk.files.names().map((name) => name.replace(/^t\d{6}_[0-9a-f]{40}_/, ''))
}

describe('as an attachment', () => {
  test.each([
    ['a.png', png, 'a.png'],
    ['a.jpg', png, 'a.jpg'],
    ['a.gif', gif, 'a.gif'],
    ['a.jpeg', jpeg, 'a.jpeg'],
    ['a.bmp', bmp, 'a.bmp'],
    ['a.tif', tiff, 'a.tif'],
    ['a.tiff', bigEndianTiff, 'a.tiff'],
    ['a.zip', zip, 'a.zip'],
    ['a.tar.gz', gzip, 'a.tar.gz'],
    ['a.7z', sevenZip, 'a.7z'],
    ['a.pdf', pdf, 'a.pdf'],
    ['a.txt', text, 'a.txt'],
    ['a.csv', text, 'a.csv'],
    ['a.log', text, 'a.log'],
  ])('%s is taken', async (name, bytes, stored) => {
    expect(await send({ file: fileOf(name, bytes) })).toEqual([stored])
  })

  test.each(['BMW drivers', 'GIF is a format', 'MZ', 'ID3', 'BZh', '<?xml version="1.0"?>', '%!PS'])(
    'a text is taken as such when it starts with %j, too',
    async (words) => {
      expect(await send({ file: new File([`${words}, it said.`], 'a.txt') })).toEqual(['a.txt'])
    },
  )

  test.each([
    ['a program', 'a.exe', program],
    ['a program called a text', 'a.txt', program],
    ['a picture called a program', 'a.exe', png],
    ['a picture called a text', 'a.txt', png],
    ['a text called a picture', 'a.png', text],
    ['a page', 'a.html', text],
    ['a page of another ending', 'a.xhtml', text],
    ['a script', 'a.js', text],
    ['a script of PHP', 'a.php', text],
    ['a drawing that can hold scripts', 'a.svg', svg],
    ['something of zeros', 'a.txt', [0, 0, 0, 0]],
    ['something empty', 'a.txt', []],
  ])('%s is refused', async (_, name, bytes) => {
    expect(await send({ file: fileOf(name, bytes) })).toBe('INVALID_FILE')
  })
})

describe('as a picture', () => {
  test.each([
    ['a.png', png],
    ['a.gif', gif],
    ['a.jpg', jpeg],
    ['a.bmp', bmp],
    ['a.tif', tiff],
  ])('%s is taken', async (name, bytes) => {
    expect(await send({ images: [fileOf(name, bytes)] })).toEqual([name])
  })

  test.each([
    ['a text', 'a.png', text],
    ['a document', 'a.pdf', pdf],
    ['a drawing', 'a.svg', svg],
    ['a drawing with the ending of a picture', 'a.png', svg],
    ['nothing', 'a.png', []],
  ])('%s is refused, and good ones beside it are not kept', async (_, name, bytes) => {
    const good = fileOf('b.png', png)
    expect(await send({ images: [good, fileOf(name, bytes)], file: good })).toBe('INVALID_FILE')
  })
})

describe('the stored name', () => {
  test.each([
    ['Upload(3).TXT', text, 'upload_3_.txt'],
    ['../../etc/passwd.txt', text, '.._.._etc_passwd.txt'],
    ['a.b.c.txt', text, 'a.b.c.txt'],
    ['Größe 1.txt', text, 'gr__e_1.txt'],
    ['a\0b\n"\'<>.txt', text, 'a_b_____.txt'],
    ['.txt', text, '.txt'],
    ['blob', text, 'blob.txt'],
    ['blob', png, 'blob.png'],
    ['blob', gif, 'blob.gif'],
    ['blob', jpeg, 'blob.jpg'],
    ['blob.', png, 'blob.png'],
    [`${'x'.repeat(300)}.png`, png, `${'x'.repeat(100)}.png`],
  ])('of %j', async (name, bytes, stored) => {
    expect(await send({ file: fileOf(name, bytes) })).toEqual([stored])
  })

  test('differs for two files of the same name', async () => {
    const desk = await createTestHelpdesk()
    const images = [fileOf('a.png', png), fileOf('a.png', png)]
    await desk.helpdesk.ticket.create(desk.admin, { title: 'A', content: 'B', images })
    expect(new Set(desk.files.names()).size).toBe(2)
  })
})

describe('the size', () => {
  const ofSize = (bytes: number) => new File(['x'.repeat(bytes)], 'a.txt')

  test.each([
    ['1', 1_048_576],
    ['0.5', 524_288],
    ['2', 2_097_152],
    ['nonsense', 1_048_576],
  ])('with the setting max-size %s is at most %i bytes', async (maxSize, most) => {
    const settings = { 'max-size': maxSize }
    expect(await send({ file: ofSize(most) }, { settings })).toEqual(['a.txt'])
    expect(await send({ file: ofSize(most + 1) }, { settings })).toBe('INVALID_FILE')
  })

  test('is that of each picture, too', async () => {
    const large = new File([new Uint8Array(png), 'x'.repeat(1_048_576)], 'a.png')
    expect(await send({ images: [fileOf('b.png', png), large] })).toBe('INVALID_FILE')
  })
})

test('files are stored byte by byte', async () => {
  const desk = await createTestHelpdesk()
  await desk.helpdesk.ticket.create(desk.admin, { title: 'A', content: 'B', file: fileOf('a.pdf', pdf) })
  const stored = await desk.files.open(desk.files.names()[0] ?? '')
  expect(new Uint8Array(await new Response(stored?.stream()).arrayBuffer())).toEqual(new Uint8Array(pdf))
})

test('an announced picture that is missing is refused', async () => {
  const desk = await createTestHelpdesk()
  const operation = desk.helpdesk.operations.get('/ticket/create')
  if (!operation) throw new Error('no such operation')
  const fields = { title: 'A', content: 'B', images: '2', image_0: fileOf('a.png', png) }
  const call = desk.helpdesk.call(operation, desk.admin, fields)
  await expect(call).rejects.toMatchObject({ code: 'INVALID_FILE' })
  expect(desk.files.names()).toEqual([])
})

describe('without a file store', () => {
  test('they are refused', async () => {
    const { storage, clock, admin } = await createTestHelpdesk()
    const { OpenSupports } = await import('../../index.js')
    const { ticket } = new OpenSupports({ storage, clock })
    const call = ticket.create(admin, { title: 'A', content: 'B', file: fileOf('a.txt', text) })
    await expect(call).rejects.toMatchObject({ code: 'INVALID_FILE' })
    await ticket.create(admin, { title: 'A', content: 'B', images: [] })
  })
})

describe('storing', () => {
  const random = { bytes: (size: number) => new Uint8Array(size) }
  const checked = { upload: fileOf('a.png', png), suffix: 'a.png' }

  test('is undone when the work fails, whose error is thrown', async () => {
    const files = memoryFiles()
    const logger = { info: () => {}, warn: () => {}, error: () => {} }
    const cause = new Error('the work failed')
    let during: string[] = []
    const call = withUndo({ files, random, logger }, async (undoable) => {
      const { file } = await storeUploads(undoable, { file: checked, images: [] }, 't1')
      during = files.names()
      expect(during).toEqual([file])
      throw cause
    })
    await expect(call).rejects.toBe(cause)
    expect(during).toHaveLength(1)
    expect(files.names()).toEqual([])
  })

  test('logs what it could not undo', async () => {
    const warnings: object[] = []
    const logger = { info: () => {}, error: () => {}, warn: (fields: object) => void warnings.push(fields) }
    const err = new Error('read-only')
    const files = { put: async () => {}, open: async () => undefined, remove: () => Promise.reject(err) }
    const cause = new Error('the work failed')
    const uploads = { file: checked, images: [] }
    const call = withUndo({ files, random, logger }, async (undoable) => {
      await storeUploads(undoable, uploads, 't1')
      throw cause
    })
    await expect(call).rejects.toBe(cause)
    expect(warnings).toEqual([{ err, file: `t1_${'0'.repeat(40)}_a.png` }])
  })
})

describe('the places of pictures in a text', () => {
  const link = (name: string) => `https://x.example/api/system/download?file=${name}`

  test('are replaced by number, at each occurrence', () => {
    const names = Array.from({ length: 12 }, (_, index) => `n${index}`)
    const content = 'IMAGE_PATH_1 IMAGE_PATH_11 IMAGE_PATH_0 IMAGE_PATH_1'
    expect(withImageLinks(content, names, 'https://x.example/api')).toBe(
      ['n1', 'n11', 'n0', 'n1'].map(link).join(' '),
    )
  })

  test('stay where there is no picture', () => {
    const content = 'IMAGE_PATH_1 IMAGE_PATH_100 IMAGE_PATH_'
    expect(withImageLinks(content, ['n0'], 'https://x.example/api')).toBe(content)
  })

  test('can be removed', () => {
    const content = 'a<img alt="x" src="IMAGE_PATH_0" />b<img src="https://y.example/c.png" />IMAGE_PATH_1'
    expect(withoutImagePlaces(content)).toBe('ab<img src="https://y.example/c.png" />IMAGE_PATH_1')
  })
})
