import { beforeEach, describe, expect, test, vi } from 'vitest'
import { makeStage } from '../../interleavings/stage.test-support.js'
import { bcryptPasswords } from '../../platform/index.js'
import type { Storage } from '../../storage/index.js'
import { memoryStorage } from '../../storage/memory/index.js'
import { createTestHelpdesk, type TestHelpdesk, testPassword } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})

const csv = (...parts: (string | Uint8Array<ArrayBuffer>)[]) => new File(parts, 'users.csv')
const run = (file: File | undefined, password = testPassword) =>
  desk.helpdesk.system.csvImport(desk.admin, { password, file })
const everybody = async () =>
  (await desk.storage.users.list({ orderBy: 'id', desc: false, offset: 0, limit: 1000 })).users
const names = async () => (await everybody()).map(({ name }) => name)

describe('success', () => {
  test('creates accounts that need verification, in the order of the file', async () => {
    const rows = ['Jane@Example.com,correct horse,Jane Doe', 'joe@example.com, blanks go ,R&D <b>']
    expect(await run(csv(rows.join('\n')))).toEqual([])
    const [jane, joe, ...others] = await everybody()
    expect(others).toEqual([])
    const both = { signupDate: desk.clock.now(), tickets: 0, notRegistered: false, disabled: null }
    const verificationToken = expect.stringMatching(/^[0-9a-f]{64}$/)
    expect(jane).toMatchObject({ ...both, id: 1, name: 'Jane Doe', email: 'jane@example.com' })
    expect(joe).toMatchObject({ ...both, id: 2, name: 'R&D <b>', verificationToken })
    const { matches } = bcryptPasswords(4)
    expect(await matches('correct horse', jane?.password)).toBe(true)
    expect(await matches('blanks go', joe?.password)).toBe(true)
  })

  test('mails each user the link, logs each, and emits events', async () => {
    const heard: unknown[] = []
    desk.helpdesk.on('user.created', (event) => heard.push(event))
    await run(csv('jane@example.com,correct horse,Jane\njoe@example.com,correct horse,Joe'))
    const mails = await desk.mails()
    expect(mails.map(({ template, to }) => [template, to])).toEqual([
      ['USER_SIGNUP', 'jane@example.com'],
      ['USER_SIGNUP', 'joe@example.com'],
    ])
    const [first] = mails
    await desk.helpdesk.user.verify(
      {},
      { email: 'jane@example.com', token: first?.variables.verificationToken ?? '' },
    )
    expect((await desk.storage.users.byId(1))?.verificationToken).toBeNull()
    expect(await desk.storage.logs.list({ offset: 0, limit: 10 })).toMatchObject([
      { type: 'SIGNUP', to: null, authorName: 'Joe', author: { kind: 'user', id: 2 } },
      { type: 'SIGNUP', to: null, authorName: 'Jane', author: { kind: 'user', id: 1 } },
    ])
    expect(heard).toMatchObject([
      { userId: 1, email: 'jane@example.com' },
      { userId: 2, email: 'joe@example.com' },
    ])
  })

  test('counts addresses as verified without a mailer', async () => {
    desk = await createTestHelpdesk({ mail: false })
    await run(csv('jane@example.com,correct horse,Jane'))
    expect((await desk.storage.users.byId(1))?.verificationToken).toBeNull()
  })

  test('works while registration and attachments are off, and without a place for files', async () => {
    const settings = { registration: '0', 'allow-attachments': '0' }
    desk = await createTestHelpdesk({ settings, files: undefined as never })
    expect(await run(csv('jane@example.com,correct horse,Jane'))).toEqual([])
  })

  test('does not store the file', async () => {
    await run(csv('jane@example.com,correct horse,Jane'))
    expect(desk.files.names()).toEqual([])
  })

  test('takes over accounts known only from a ticket, with the ticket', async () => {
    await desk.ticketSession({ email: 'gus@example.com' })
    await desk.storage.settings.set({ 'mandatory-login': '1' })
    expect(await run(csv('gus@example.com,correct horse,Gus'))).toEqual([])
    expect(await desk.storage.users.byId(1)).toMatchObject({ name: 'Gus', notRegistered: false, tickets: 1 })
  })

  test('makes hundreds in their order', async () => {
    const rows = Array.from({ length: 300 }, (_, n) => `u${n}@example.com,correct horse,User ${n}\r\n`)
    expect(await run(csv(...rows))).toEqual([])
    expect(await names()).toEqual(rows.map((_, n) => `User ${n}`))
  })
})

describe('the file', () => {
  test.each<[string, (string | Uint8Array<ArrayBuffer>)[]]>([
    ['with a byte order mark', ['\ufeffjane@example.com,correct horse,Jané']],
    ['with lines that end as on Windows', ['jane@example.com,correct horse,Jané\r\n']],
    ['with lines that end in several ways', ['\r\n\n\rjane@example.com,correct horse,Jané\r\n\n']],
    ['with quotes', ['"jane@example.com","correct horse","Jané"\n']],
    ['with blanks around the address', [' jane@example.com ,correct horse,Jané']],
    ['with more columns', ['jane@example.com,correct horse,Jané,"of, Bern",,\n']],
    ['with blanks around every field', [' jane@example.com , correct horse ,\tJané ']],
    ['of semicolons', ['\ufeffjane@example.com;correct horse;Jané\r\n']],
    ['of tabs', ['jane@example.com\tcorrect horse\tJané\n']],
    ['with its separator in a line', ['sep=;\r\njane@example.com;correct horse;Jané\r\n']],
    ['with a mark and its separator', ['\ufeffsep=\t\njane@example.com\tcorrect horse\tJané\n']],
    ['of windows-1252', [Buffer.from('jane@example.com,correct horse,Jan\xe9', 'latin1')]],
    ['of UTF-16', [Buffer.from('\ufeffjane@example.com,correct horse,Jané\r\n', 'utf16le')]],
    [
      'of UTF-16, the high byte first',
      [Buffer.from('\ufeffjane@example.com;correct horse;Jané', 'utf16le').swap16()],
    ],
    ['with rows that are blank', ['\n  \n,,\njane@example.com,correct horse,Jané\n,,\n']],
  ])('may be one %s', async (_, parts) => {
    expect(await run(csv(...parts))).toEqual([])
    expect(await everybody()).toMatchObject([{ name: 'Jané', email: 'jane@example.com' }])
    expect(await bcryptPasswords(4).matches('correct horse', (await everybody())[0]?.password)).toBe(true)
  })

  test('may hold commas and quotes in quotes', async () => {
    await run(csv('jane@example.com,"a,b ""c"" d","Doe, Jane"'))
    expect(await names()).toEqual(['Doe, Jane'])
    expect(await bcryptPasswords(4).matches('a,b "c" d', (await everybody())[0]?.password)).toBe(true)
  })

  test('may be split at arbitrary positions', async () => {
    const bytes = new TextEncoder().encode(
      '\ufeffjane@example.com,"correct ""horse",Jané\r\njoe@example.com,"correct",Joe\r\n',
    )
    const file = {
      name: 'users.csv',
      size: bytes.length,
      stream: () =>
        new ReadableStream<Uint8Array>({
          start(controller) {
            for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
            controller.close()
          },
        }),
    }
    expect(await desk.helpdesk.system.csvImport(desk.admin, { password: testPassword, file })).toEqual([])
    expect(await names()).toEqual(['Jané', 'Joe'])
  })

  test('may be long', async () => {
    const rows = Array.from({ length: 5000 }, (_, n) => `ü${n}@example.com,short,"Jané, ${n}"\n`)
    expect(await run(csv(rows.join('')))).toEqual(
      rows.map((_, n) => `INVALID_EMAIL in email ü${n}@example.com`),
    )
  })

  const good = 'jane@example.com,correct horse,Jane\n'
  test.each<[string, File]>([
    ['empty', csv('')],
    ['too large', csv('x'.repeat(1_048_577))],
    ['of another ending', new File([good], 'users.xlsx')],
    ['a picture', new File(['GIF89a\0'], 'users.csv')],
    ['a quote that is never closed', csv(good, '"joe@example.com,correct horse,Joe\n')],
    ['of one endless row', csv(good, 'x'.repeat(200_000))],
    ['binary behind its head', csv(good.repeat(200), '\0')],
  ])('cannot be one that is %s: nothing is written', async (_, file) => {
    await expect(run(file)).rejects.toEqual(refusal('INVALID_FILE'))
    expect(await everybody()).toEqual([])
  })

  test('has to be there', async () => {
    await expect(run(undefined)).rejects.toEqual(refusal('INVALID_FILE'))
    const fields = { password: testPassword, file: 'undefined' as never }
    await expect(desk.helpdesk.system.csvImport(desk.admin, fields)).rejects.toEqual(refusal('INVALID_FILE'))
  })

  test('that breaks off while it is read is no matter of the file', async () => {
    const file = {
      name: 'users.csv',
      size: 100,
      stream: () =>
        new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('gone')) }),
    }
    const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
    desk = await createTestHelpdesk({ log })
    const call = desk.helpdesk.system.csvImport(desk.admin, { password: testPassword, file })
    await expect(call).rejects.toEqual(refusal('INTERNAL_ERROR'))
  })
})

describe('a row is refused, and the others are not, with', () => {
  const around = async (row: string) => {
    const rows = ['jane@example.com,correct horse,Jane', row, 'joe@example.com,correct horse,Joe']
    const answer = await run(csv(rows.join('\n')))
    expect(await names()).toEqual(expect.arrayContaining(['Jane', 'Joe']))
    return answer
  }

  test.each([
    ['INVALID_NAME', 'eve@example.com,correct horse,'],
    ['INVALID_NAME', 'eve@example.com,correct horse, '],
    ['INVALID_NAME', `eve@example.com,correct horse,${'x'.repeat(201)}`],
    ['INVALID_NAME', 'eve@example.com,correct horse,"E\nve"'],
    ['INVALID_NAME', 'eve@example.com,short'],
    ['INVALID_NAME', 'eve@example.com'],
    ['INVALID_PASSWORD', 'eve@example.com,short,Eve'],
    ['INVALID_PASSWORD', 'eve@example.com,,Eve'],
    ['INVALID_PASSWORD', 'eve@example.com,      ,Eve'],
    ['INVALID_PASSWORD', `eve@example.com,${'x'.repeat(201)},Eve`],
  ])('%s: %j', async (code, row) => {
    expect(await around(row)).toEqual([`${code} in email eve@example.com`])
  })

  test.each(['eve', '', 'eve@example', ' Eve@Example ', 'é@example.com'])(
    'INVALID_EMAIL, which is told as in the file: %j',
    async (email) => {
      expect(await around(`${email},short,Eve`)).toEqual([`INVALID_EMAIL in email ${email.trim()}`])
    },
  )

  test.each([
    'eve@example.com;secret-pass;Eve',
    'eve@example.com\tsecret-pass\tEve',
    'eve@example.com secret-pass Eve',
    'eve@example.com|secret-pass|Eve',
    '"eve@example.com;secret-pass;Eve"',
    'eve@example.com""secret-pass',
  ])('a cause that holds no password where the columns are not told apart: %j', async (row) => {
    const answer = await around(row)
    expect(answer).toHaveLength(1)
    expect(answer.join()).toContain('eve@example.com')
    expect(answer.join()).not.toContain('secret-pass')
  })

  test('INVALID_EMAIL of a long text, whose start is shown', async () => {
    expect(await around(`${'👍'.repeat(5000)},correct horse,Eve`)).toEqual([
      `INVALID_EMAIL in email ${'👍'.repeat(254)}`,
    ])
  })

  test('USER_EXISTS', async () => {
    const before = await desk.user({ email: 'eve@example.com', name: 'Eve' })
    await desk.storage.bans.add('eve@example.com')
    expect(await around('EVE@example.com,correct horse,Other')).toEqual([
      'USER_EXISTS in email EVE@example.com',
    ])
    expect((await desk.storage.users.byId(before.id))?.name).toBe('Eve')
    expect(await desk.mails()).toHaveLength(2)
  })

  test('USER_EXISTS for the second of two rows with an address', async () => {
    expect(await around('Jane@example.com,correct horse,Other')).toEqual([
      'USER_EXISTS in email Jane@example.com',
    ])
    expect(await names()).toEqual(['Jane', 'Joe'])
    expect(await desk.storage.logs.list({ offset: 0, limit: 10 })).toHaveLength(2)
  })

  test('ALREADY_BANNED', async () => {
    await desk.storage.bans.add('eve@example.com')
    expect(await around('eve@example.com,correct horse,Eve')).toEqual([
      'ALREADY_BANNED in email eve@example.com',
    ])
  })
})

test('lists every refused row, in the order of the file', async () => {
  const rows = [
    'a@example.com,short,A',
    'b@example.com,correct horse,B',
    'c,correct horse,C',
    'd@example.com',
  ]
  expect(await run(csv(rows.join('\n')))).toEqual([
    'INVALID_PASSWORD in email a@example.com',
    'INVALID_EMAIL in email c',
    'INVALID_NAME in email d@example.com',
  ])
})

describe('the password', () => {
  const file = csv('jane@example.com,correct horse,Jane')

  test.each(['wrong horse', ''])('cannot be %j', async (password) => {
    await expect(run(file, password)).rejects.toEqual(refusal('INVALID_PASSWORD'))
    expect(await everybody()).toEqual([])
  })

  test('is required, and checked before the file', async () => {
    await expect(desk.helpdesk.system.csvImport(desk.admin, { file } as never)).rejects.toEqual(
      refusal('INVALID_PASSWORD'),
    )
    await expect(run(undefined, 'wrong horse')).rejects.toEqual(refusal('INVALID_PASSWORD'))
  })

  test('cannot be guessed', async () => {
    for (let count = 0; count < 10; count++) {
      await expect(run(file, 'wrong horse')).rejects.toEqual(refusal('INVALID_PASSWORD'))
    }
    await expect(run(file)).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
  })
})

test('is for staff of level 3', async () => {
  await desk.storage.settings.set({ 'mandatory-login': '0' })
  const callers = [{}, await desk.user(), await desk.ticketSession(), await desk.staff({ level: 2 })]
  for (const caller of callers) {
    const call = desk.helpdesk.system.csvImport(caller, {
      password: testPassword,
      file: csv('jane@example.com,correct horse,Jane'),
    })
    await expect(call).rejects.toEqual(refusal('NO_PERMISSION'))
  }
  expect(await desk.storage.users.byEmail('jane@example.com')).toBeUndefined()
})

describe('changes between the check of a row and its transaction are respected', () => {
  const file = csv('jane@example.com,correct horse,Jane\njoe@example.com,correct horse,Joe')

  async function interruptedBy(change: (storage: Storage) => Promise<unknown>) {
    const stage = await makeStage(memoryStorage())
    desk = stage.desk
    stage.interrupt(() => change(stage.storage))
    return run(file)
  }

  test('a ban refuses the row', async () => {
    const refused = await interruptedBy((storage) => storage.bans.add('joe@example.com'))
    expect(refused).toEqual(['ALREADY_BANNED in email joe@example.com'])
    expect(await names()).toEqual(['Jane'])
  })

  test('a caller who loses level 3 imports no further rows', async () => {
    const call = interruptedBy((storage) => storage.staff.update(1, { level: 2 }))
    await expect(call).rejects.toEqual(refusal('NO_PERMISSION'))
    expect(await names()).toEqual([])
  })
})

/** A file of `count` rows, from `u1@example.com`. */
const many = (count: number) =>
  csv(Array.from({ length: count }, (_, n) => `u${n + 1}@example.com,correct horse,User ${n + 1}`).join('\n'))

test('ends between two transactions once its signal aborts; the same file again imports the rest', async () => {
  const params = { password: testPassword, file: many(60) }
  const stopping = new AbortController()
  desk.helpdesk.on('user.created', ({ userId }) => {
    if (userId === 20) stopping.abort()
  })
  const importing = desk.helpdesk.system.csvImport(desk.admin, params, { signal: stopping.signal })
  await expect(importing).rejects.toMatchObject({ code: 'INTERRUPTED', details: { rows: 25, refused: [] } })
  expect(await names()).toHaveLength(25)
  const refused = await desk.helpdesk.system.csvImport(desk.admin, params)
  expect(refused).toEqual(Array.from({ length: 25 }, (_, n) => `USER_EXISTS in email u${n + 1}@example.com`))
  expect(await names()).toEqual(Array.from({ length: 60 }, (_, n) => `User ${n + 1}`))
})

describe('many rows', () => {
  async function counted() {
    const storage = memoryStorage()
    const sizes: number[] = []
    const counting: Storage = {
      ...storage,
      transaction: (run) =>
        storage.transaction(async (tx) => {
          let size = 0
          const insert: Storage['users']['insert'] = (user) => {
            size++
            return tx.users.insert(user)
          }
          const result = await run({ ...tx, users: Object.assign(Object.create(tx.users), { insert }) })
          if (size > 0) sizes.push(size)
          return result
        }),
    }
    desk = await createTestHelpdesk({ storage: counting })
    return sizes
  }

  test('are written 25 in a transaction', async () => {
    const sizes = await counted()
    await run(many(60))
    expect(sizes).toEqual([25, 25, 10])
  })
})

describe('a bcrypt hash in place of the password', () => {
  const hash = '$2y$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy'

  test.each(['a', 'b', 'y'])('is stored as it is, of kind $2%s$, and its password signs in', async (kind) => {
    const given = (await bcryptPasswords(8).hash('correct horse')).replace('$2y$', `$2${kind}$`)
    expect(await run(csv(`jane@example.com,${given},Jane`))).toEqual([])
    const [jane] = await everybody()
    expect(jane?.password).toBe(given)
    await desk.storage.users.update(1, { verificationToken: null })
    const credentials = { email: 'jane@example.com', password: 'correct horse' }
    expect(await desk.helpdesk.user.login({}, credentials)).toMatchObject({ userId: 1 })
    const stolen = desk.helpdesk.user.login({}, { ...credentials, password: given })
    await expect(stolen).rejects.toEqual(refusal('INVALID_CREDENTIALS'))
  })

  test.each([
    ['cut off', hash.slice(0, -1)],
    ['of a low cost', hash.replace('$10$', '$04$')],
    ['of a cost that occupies a core for hours', hash.replace('$10$', '$31$')],
    ['of the flawed kind', hash.replace('$2y$', '$2x$')],
  ])('is INVALID_PASSWORD when it is %s', async (_, given) => {
    expect(await run(csv(`jane@example.com,${given},Jane`))).toEqual([
      'INVALID_PASSWORD in email jane@example.com',
    ])
    expect(await everybody()).toEqual([])
  })
})
