import { beforeEach, describe, expect, test } from 'vitest'
import { memoryStorage, OpenSupports, restoreBackup, type Storage } from '../index.js'
import { createTestHelpdesk, type TestHelpdesk } from '../testing/index.js'

let desk: TestHelpdesk
let backup: string
beforeEach(async () => {
  desk = await createTestHelpdesk()
  await desk.ticket({ author: await desk.user({ name: 'Ünal' }), title: 'Drucker 🖨️', content: 'one\ntwo' })
  backup = await new Response(desk.helpdesk.backup()).text()
})

/** Returns a text as a stream that is split at arbitrary positions. */
async function* inPieces(text: string | Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

const isEmpty = async ({ settings, staff }: Storage) =>
  Object.keys(await settings.all()).length === 0 && (await staff.count()) === 0

async function refused(text: string | Uint8Array) {
  const storage = memoryStorage()
  await expect(restoreBackup(storage, inPieces(text))).rejects.toMatchObject({ code: 'INVALID_BACKUP' })
  expect(await isEmpty(storage)).toBe(true)
}

describe('a backup', () => {
  test('is lines of JSON, the first of which identifies it', () => {
    const lines = backup.trimEnd().split('\n')
    const [header, ...rest] = lines.map((line) => JSON.parse(line))
    expect(header).toEqual({
      format: 'opensupports-backup',
      version: 1,
      createdAt: '2026-03-02T12:00:00.000Z',
    })
    const at = rest.findIndex((line) => line.table === 'department')
    expect(rest.slice(at, at + 2)).toEqual([
      { table: 'department', columns: ['id', 'owners', 'name', 'private', 'os_moved_to'], lastId: 1 },
      [1, 1, 'Help and Support', 0, null],
    ])
    const rows = rest.filter(Array.isArray).length
    expect(rest.at(-1)).toMatchObject({ rows, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(rest.at(-1).tables).toContainEqual({
      table: 'ticket',
      rows: 1,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  test('restores a helpdesk that continues where this one was', async () => {
    const storage = memoryStorage()
    const rows = backup.split('\n').filter((line) => line.startsWith('[')).length
    expect(await restoreBackup(storage, inPieces(backup))).toEqual({ rows })
    const restored = new OpenSupports({ storage, clock: desk.clock })
    const { tickets } = await restored.staff.getAllTickets(desk.admin, { page: 1 })
    expect(tickets).toMatchObject([{ title: 'Drucker 🖨️', content: 'one\ntwo', author: { name: 'Ünal' } }])
    expect(await new Response(restored.backup()).text().then((text) => text.split('\n').slice(1))).toEqual(
      backup.split('\n').slice(1),
    )
  })

  test.each([1, 7, 64, 1_000_000])('may be split into pieces of %d bytes', async (size) => {
    const storage = memoryStorage()
    await restoreBackup(storage, inPieces(backup, size))
    expect((await storage.users.byId(1))?.name).toBe('Ünal')
  })

  test('is read from a web stream, without a stop between', async () => {
    const storage = memoryStorage()
    await restoreBackup(storage, desk.helpdesk.backup())
    expect(await storage.staff.all()).toEqual(await desk.storage.staff.all())
  })

  test('is read as fast as its reader, and releases the storage with its reader', async () => {
    const seen: string[] = []
    const storage: Storage = {
      ...desk.storage,
      backup: {
        ...desk.storage.backup,
        async *parts() {
          try {
            for (let each = 0; ; each++) {
              seen.push('part')
              yield { table: 'tag', columns: ['id', 'name'], rows: [[each, 'x'.repeat(70_000)]], lastId: 0 }
            }
          } finally {
            seen.push('end')
          }
        },
      },
    }
    const stream = new OpenSupports({ storage }).backup()
    await Promise.resolve()
    expect(seen).toEqual([])
    const reader = stream.getReader()
    await reader.read()
    await reader.read()
    expect(seen).toEqual(['part', 'part'])
    await reader.cancel()
    expect(seen).toEqual(['part', 'part', 'end'])
  })

  test('that is never read takes no snapshot', async () => {
    await desk.helpdesk.backup().cancel()
    await desk.storage.bans.add('eve@spam.example')
  })

  test('breaks off where the storage does', async () => {
    const storage: Storage = {
      ...desk.storage,
      backup: {
        ...desk.storage.backup,
        // biome-ignore lint/correctness/useYield: it breaks before.
        async *parts() {
          throw new Error('the disk is gone')
        },
      },
    }
    const stream = new OpenSupports({ storage }).backup()
    await expect(new Response(stream).text()).rejects.toThrow('the disk is gone')
  })
})

describe('secrets of the settings', () => {
  const secrets = {
    'smtp-pass': 'smtp pässword',
    'imap-pass': 'imap password',
    'imap-token': 'cron token',
    'recaptcha-private': 'private key',
    'mail-secret': 'signs ids',
    'webhook-key': 'seals secrets',
  }
  const backupWith = async (passphrase?: string) => {
    await desk.storage.settings.set({ ...secrets, 'smtp-host': 'mail.example' })
    return new Response(desk.helpdesk.backup(passphrase === undefined ? {} : { passphrase })).text()
  }

  test('are left out, and everything else is included', async () => {
    const text = await backupWith()
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret)
    const storage = memoryStorage()
    await restoreBackup(storage, inPieces(text))
    const settings = await storage.settings.all()
    expect(settings['smtp-host']).toBe('mail.example')
    for (const name of Object.keys(secrets)) expect(settings[name] ?? null).toBeNull()
  })

  test('are sealed with a passphrase, and back with it', async () => {
    const text = await backupWith('a long pässphrase')
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret)
    const storage = memoryStorage()
    await restoreBackup(storage, inPieces(text), { passphrase: 'a long pa\u0308ssphrase' })
    expect(await storage.settings.all()).toMatchObject(secrets)
  })

  test.each([undefined, '', 'another passphrase'])(
    'INVALID_PASSPHRASE, and nothing is kept, with the passphrase %j',
    async (passphrase) => {
      const storage = memoryStorage()
      const options = passphrase === undefined ? {} : { passphrase }
      const restoring = restoreBackup(storage, inPieces(await backupWith('a long passphrase')), options)
      await expect(restoring).rejects.toMatchObject({ code: 'INVALID_PASSPHRASE' })
      expect(await isEmpty(storage)).toBe(true)
    },
  )

  test('INVALID_BACKUP where the header asks for other costs of scrypt', async () => {
    await refused((await backupWith('a long passphrase')).replace('"N":32768', '"N":1073741824'))
  })

  test('a passphrase for a backup that needs none makes no difference', async () => {
    const storage = memoryStorage()
    await restoreBackup(storage, inPieces(backup), { passphrase: 'unneeded' })
    expect((await storage.users.byId(1))?.name).toBe('Ünal')
  })
})

describe('INVALID_BACKUP, with nothing written, for', () => {
  test('a backup that was cut off anywhere', async () => {
    const bytes = Buffer.from(backup)
    const ends = [...Array(bytes.length).keys()].filter((end) => end % 97 === 0 || end > bytes.length - 200)
    for (const end of ends) await refused(bytes.subarray(0, end))
  })

  test('a backup without any one of its lines', async () => {
    const lines = backup.trimEnd().split('\n')
    for (const missing of lines.keys()) await refused(`${lines.toSpliced(missing, 1).join('\n')}\n`)
  })

  test('a backup with a line twice, or with two in the other order', async () => {
    const lines = backup.trimEnd().split('\n')
    for (const place of lines.keys()) {
      await refused(`${lines.toSpliced(place, 0, lines[place] ?? '').join('\n')}\n`)
      const [one = '', other = ''] = lines.slice(place, place + 2)
      if (other) await refused(`${lines.toSpliced(place, 2, other, one).join('\n')}\n`)
    }
  })

  test('a backup with any one character changed', async () => {
    for (let place = 0; place < backup.length - 1; place += 53) {
      const other = backup[place] === '1' ? '2' : '1'
      await refused(backup.slice(0, place) + other + backup.slice(place + 1))
    }
  })

  test.each<[string, (text: string) => string | Uint8Array]>([
    ['nothing', () => ''],
    ['an empty line', () => '\n'],
    ['another text', () => 'Dear Sir,\n'],
    ['other JSON', () => 'null\n{}\n'],
    ['another format', (text) => text.replace('opensupports-backup', 'opensupports-dump')],
    ['a later version', (text) => text.replace('"version":1', '"version":2')],
    ['a number that is none', (text) => text.replace('[1,', '[1e999,')],
    ['values that are lists', (text) => text.replace('[1,', '[[1],')],
    ['other ends of lines', (text) => text.replaceAll('\n', '\r\n')],
    ['a mark of byte order', (text) => `\ufeff${text}`],
    ['more after the end', (text) => `${text}{}\n`],
    ['an empty line after the end', (text) => `${text}\n`],
    ['two backups', (text) => text + text],
    ['another encoding', (text) => Buffer.from(text, 'latin1')],
    ['no end of a line', () => '"'.repeat(100_000)],
  ])('%s', (_, damage) => refused(damage(backup)))
})

test('INIT_SETTINGS_DONE if the storage is not empty, which stays unchanged, and the source is closed', async () => {
  const before = await new Response(desk.helpdesk.backup()).text()
  let cancelled = false
  const source = new ReadableStream<Uint8Array>({
    cancel() {
      cancelled = true
    },
  })
  await expect(restoreBackup(desk.storage, source)).rejects.toMatchObject({ code: 'INIT_SETTINGS_DONE' })
  expect(cancelled).toBe(true)
  expect(await new Response(desk.helpdesk.backup()).text()).toBe(before)
})

test('rich text is cleaned, since a backup may be forged; other texts stay', async () => {
  const hostile = '<p onclick="x()">Hi <script>alert(1)</script><b>there</b></p>'
  const customer = await desk.user()
  const ticketNumber = await desk.ticket({ author: customer })
  const ticket = await desk.storage.tickets.byNumber(ticketNumber)
  await desk.storage.tickets.update(ticket?.id ?? 0, { title: hostile, content: hostile })
  const storage = memoryStorage()
  await restoreBackup(storage, desk.helpdesk.backup())
  expect(await storage.tickets.byNumber(ticketNumber)).toMatchObject({
    title: hostile,
    content: expect.stringMatching(/^<p>Hi <b>there<\/b><\/p>$|^<p>Hi <strong>there<\/strong><\/p>$/),
  })
})

test('an error of the source is thrown unchanged', async () => {
  const storage = memoryStorage()
  async function* broken() {
    yield Buffer.from(backup.slice(0, 500))
    throw new Error('the line is dead')
  }
  await expect(restoreBackup(storage, broken())).rejects.toThrow('the line is dead')
  expect(await isEmpty(storage)).toBe(true)
})

describe('a signal', () => {
  test('ends a backup, whose reader gets its reason', async () => {
    const stopping = new AbortController()
    const reader = desk.helpdesk.backup({ signal: stopping.signal }).getReader()
    stopping.abort(new Error('stop'))
    await expect(reader.read()).rejects.toThrow('stop')
  })

  test('ends a backup that nobody reads on, and releases its snapshot', async () => {
    const stopping = new AbortController()
    let isReleased = false
    const { storage } = desk
    const parts = async function* () {
      try {
        yield* storage.backup.parts()
      } finally {
        isReleased = true
      }
    }
    const watched = new OpenSupports({ storage: { ...storage, backup: { ...storage.backup, parts } } })
    const reader = watched.backup({ signal: stopping.signal }).getReader()
    await reader.read()
    stopping.abort(new Error('stop'))
    await expect(reader.read()).rejects.toThrow('stop')
    await expect(reader.closed).rejects.toThrow('stop')
    expect(isReleased).toBe(true)
  })

  test('ends a restore that waits for the file, with nothing written', async () => {
    const stopping = new AbortController()
    const storage = memoryStorage()
    async function* hanging() {
      yield Buffer.from(backup.slice(0, 500))
      stopping.abort(new Error('stop'))
      await new Promise(() => {})
    }
    const restoring = restoreBackup(storage, hanging(), { signal: stopping.signal })
    await expect(restoring).rejects.toThrow('stop')
    expect(await isEmpty(storage)).toBe(true)
    expect(await restoreBackup(storage, inPieces(backup))).toMatchObject({ rows: expect.any(Number) })
  })
})
