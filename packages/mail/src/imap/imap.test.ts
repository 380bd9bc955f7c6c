import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createTestHelpdesk } from '@opensupports/core/testing'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { mailReader } from '../mime/index.js'
import { bundledWorker } from '../mime/reader/worker.test-support.js'
import { startDovecot } from './dovecot.test-support.js'
import { hangingServer } from './hanging-server.test-support.js'
import { imap } from './index.js'
import { openMailbox } from './open-mailbox.js'

const dovecot = await startDovecot()
if (!dovecot) console.log('IMAP: skipped, for want of a server (apt-get install dovecot-imapd)')
afterAll(() => dovecot?.stop())

/** A mailbox from the settings that may be on this machine. */
const local = imap({ allowPrivateAddresses: true })

const mail = (subject: string, ...more: string[]) =>
  ['From: jane@customer.example', `Subject: ${subject}`, ...more, '', 'It smokes.'].join('\r\n')

describe.skipIf(!dovecot)('with a real server', () => {
  if (!dovecot) return
  const { user, pass, ca, port, securePort } = dovecot
  const secure = { host: `{localhost:${securePort}/imap/ssl}INBOX`, user, pass }
  const plain = { host: `{127.0.0.1:${port}/imap/notls}INBOX`, user, pass }
  const mailbox = imap({ allowPrivateAddresses: true, tls: { ca }, timeout: 3000 })

  beforeEach(async () => {
    const client = await dovecot.client()
    for (const folder of ['INBOX', 'Taken']) {
      await client.mailboxOpen(folder)
      await client.messageDelete('1:*')
    }
    client.close()
  })

  /** Returns the flags of every mail in a folder. */
  async function flags(folder = 'INBOX') {
    const client = await dovecot?.client()
    await client?.mailboxOpen(folder)
    const all = (await client?.fetchAll('1:*', { flags: true }).catch(() => [])) ?? []
    client?.close()
    return all.map((each) => [...(each.flags ?? [])].filter((flag) => flag !== '\\Recent').sort())
  }

  test('mails are listed and read without changing them', async () => {
    for (const subject of ['one', 'two', 'three']) await dovecot.append(mail(subject))
    const open = await mailbox.open(secure)
    const uids = await open.uids()
    expect(open.name).toBe(`${user}@localhost:${securePort}/INBOX`)
    expect(open.uidValidity).toMatch(/^\d+$/)
    expect(uids).toHaveLength(3)
    expect(uids).toEqual([...uids].sort((one, other) => one - other))
    const subjects: (string | undefined)[] = []
    for (const uid of uids) subjects.push((await open.read(uid))?.subject)
    expect(subjects).toEqual(['one', 'two', 'three'])
    expect(await open.read(999_999)).toBeUndefined()
    await open.close()
    expect(await flags()).toEqual([[], [], []])
  })

  test('only the taken mail is removed', async () => {
    for (const subject of ['one', 'two', 'three']) await dovecot.append(mail(subject))
    // Another client has marked a mail as deleted. It must stay.
    const other = await dovecot.client()
    await other.mailboxOpen('INBOX')
    await other.messageFlagsAdd('3', ['\\Deleted'])
    other.close()
    const open = await mailbox.open(secure)
    const [first = 0, second = 0, third = 0] = await open.uids()
    await open.remove(second)
    expect(await open.uids()).toEqual([first, third])
    await open.remove(second)
    await open.close()
    expect(await dovecot.count()).toBe(2)
  })

  test('a taken mail can be moved or marked as seen', async () => {
    for (const subject of ['one', 'two']) await dovecot.append(mail(subject))
    const moving = await imap({
      allowPrivateAddresses: true,
      tls: { ca },
      afterTaking: { moveTo: 'Taken' },
    }).open(secure)
    const [first = 0, second = 0] = await moving.uids()
    await moving.remove(first)
    await moving.close()
    expect([await dovecot.count(), await dovecot.count('Taken')]).toEqual([1, 1])
    const marking = await imap({ allowPrivateAddresses: true, tls: { ca }, afterTaking: 'mark' }).open(secure)
    await marking.remove(second)
    await marking.close()
    expect(await flags()).toEqual([['\\Seen']])
  })

  test('a mail that is kept gets a mark', async () => {
    await dovecot.append(mail('one'))
    const open = await mailbox.open(secure)
    const [uid = 0] = await open.uids()
    await open.mark(uid)
    await open.close()
    expect(await flags()).toEqual([['\\Flagged', '\\Seen']])
  })

  test('an empty folder has no mails', async () => {
    const open = await mailbox.open(secure)
    expect(await open.uids()).toEqual([])
    await open.close()
  })

  test('another folder can be read', async () => {
    await dovecot.append(mail('elsewhere'), 'Taken')
    const open = await mailbox.open({ ...secure, host: `{localhost:${securePort}/imap/ssl}Taken` })
    expect(await open.uids()).toHaveLength(1)
    await open.close()
    await expect(mailbox.open({ ...secure, host: `{localhost:${securePort}/ssl}Nowhere` })).rejects.toThrow(
      'localhost',
    )
  })

  test('a mail of 50 MB is read up to the limit', async () => {
    const attachment = `${'A'.repeat(76)}\r\n`.repeat(680_000)
    const raw = [
      'From: jane@customer.example',
      'Subject: large',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      'See the file.',
      '--b',
      'Content-Disposition: attachment; filename=a.txt',
      'Content-Transfer-Encoding: base64',
      '',
      `${attachment}--b--`,
    ].join('\r\n')
    await dovecot.append(raw)
    const open = await imap({ allowPrivateAddresses: true, tls: { ca }, maxMailSize: 1_000_000 }).open(secure)
    const [uid = 0] = await open.uids()
    const read = await open.read(uid)
    await open.close()
    expect(read).toMatchObject({ subject: 'large', text: 'See the file.', truncated: true })
    expect(read?.attachments[0]?.size).toBeLessThan(1_000_000)
  })

  test('a hostile mail is set aside, and the next one is taken', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hostile-mail-'))
    const file = join(folder, 'hostile-worker.mjs')
    const worker = await bundledWorker(folder)
    // The real reader, except that one mail never finishes.
    await writeFile(
      file,
      `import { parentPort } from 'node:worker_threads'
       parentPort.on('message', ({ raw }) => { if (Buffer.from(raw).includes('X-Hostile')) for (;;) {} })
       await import(${JSON.stringify(worker.href)})`,
    )
    const hostile = {
      async open() {
        const client = await dovecot.client()
        await client.mailboxOpen('INBOX')
        return openMailbox(client, 'hostile', mailReader({ time: 1000 }, pathToFileURL(file)), {})
      },
    }
    await dovecot.append(mail('hostile', 'X-Hostile: yes'))
    await dovecot.append(mail('good'))
    const log = { info: () => {}, warn: () => {}, error: () => {} }
    const { helpdesk, storage } = await createTestHelpdesk({
      mailbox: hostile,
      log,
      settings: { 'mandatory-login': '0' },
    })
    const failed = [{ error: expect.stringContaining('took longer than 1 s') }]
    expect(await helpdesk.pollMail()).toMatchObject({ taken: 1, failed })
    for (let looks = 2; looks <= 5; looks++) expect(await helpdesk.pollMail()).toMatchObject({ failed })
    expect(await helpdesk.pollMail()).toMatchObject({ taken: 0, failed: [] })
    const [untaken] = await storage.mailLedger.problems({ offset: 0, limit: 10 })
    expect(untaken).toMatchObject({ fate: 'given up', attempts: 5 })
    expect(await flags()).toEqual([['\\Flagged', '\\Seen']])
    await rm(folder, { recursive: true, force: true })
  })

  test('certificates are verified', async () => {
    await expect(local.open(secure)).rejects.toThrow('localhost')
    await expect(local.open({ ...secure, host: `localhost:${port}` })).rejects.toThrow('localhost')
    const lenient = await imap({ allowPrivateAddresses: true, tls: { rejectUnauthorized: false } }).open(
      secure,
    )
    await lenient.close()
    const starttls = await mailbox.open({ ...secure, host: `localhost:${port}` })
    await starttls.close()
  })

  test('the password is sent without TLS only if the options allow it', async () => {
    const open = await mailbox.open(plain)
    expect(await open.uids()).toEqual([])
    await open.close()
  })

  test('the error of a wrong password does not contain it', async () => {
    const error = await mailbox.open({ ...secure, pass: 'hunter2' }).catch((error: unknown) => error)
    expect(error).toMatchObject({ name: 'MailboxError', message: expect.stringContaining('sign-in') })
    expect(`${(error as Error).message} ${(error as Error).stack}`).not.toContain('hunter2')
  }, 10_000)

  test('a check changes nothing, and reaches a private network only if that is allowed', async () => {
    await dovecot.append(mail('one'))
    const checking = imap({ tls: { ca }, allowPrivateAddresses: true })
    await checking.check?.(secure)
    await expect(
      checking.check?.({ ...secure, host: `{localhost:${securePort}/ssl}Nowhere` }),
    ).rejects.toThrow()
    await expect(imap({ tls: { ca } }).check?.(secure)).rejects.toMatchObject({ fault: 'private-network' })
    await expect(imap({ tls: { ca } }).open(secure)).rejects.toMatchObject({ fault: 'private-network' })
    const fixed = await imap({ tls: { ca }, server: secure }).open(undefined)
    await fixed.close()
    expect(await flags()).toEqual([[]])
  })

  test('an error has the fault', async () => {
    await expect(mailbox.check?.({ ...secure, pass: 'wrong' })).rejects.toMatchObject({
      fault: 'credentials',
    })
    await expect(local.check?.(secure)).rejects.toMatchObject({ fault: 'tls' })
    const unheard = { ...secure, host: 'ssl://127.0.0.1:1' }
    await expect(mailbox.check?.(unheard)).rejects.toMatchObject({ fault: 'refused' })
  })

  test('a broken connection fails the next command', async () => {
    await dovecot.append(mail('one'))
    const open = await mailbox.open(secure)
    await open.close()
    await expect(open.uids()).rejects.toThrow()
  })
})

describe('without a server', () => {
  test('a missing or invalid host is an error', async () => {
    await expect(local.open(undefined)).rejects.toThrow('no mailbox is configured')
    for (const host of ['', '{}INBOX', '{a b:1}INBOX', 'x:0'])
      await expect(local.open({ host, user: 'u', pass: 'p' })).rejects.toThrow('no mailbox is configured')
  })

  test('a closed port is an error', async () => {
    const server = { host: '{127.0.0.1:1/ssl}INBOX', user: 'u', pass: 'secret' }
    await expect(imap({ timeout: 500, allowPrivateAddresses: true }).open(server)).rejects.toThrow(
      '127.0.0.1',
    )
  })

  test('a server that accepts and says nothing is left once the signal aborts', async () => {
    const mute = createServer()
    mute.listen(0, '127.0.0.1')
    await once(mute, 'listening')
    const connected = once(mute, 'connection')
    const ending = new AbortController()
    const host = `{127.0.0.1:${(mute.address() as AddressInfo).port}/notls}INBOX`
    const patient = imap({ timeout: 600_000, allowPrivateAddresses: true })
    const opening = patient.open({ host, user: 'u', pass: 'p' }, { signal: ending.signal })
    const [socket] = (await connected) as [Socket]
    const left = once(socket.resume(), 'close')
    ending.abort(new Error('stopped'))
    await expect(opening).rejects.toThrow('stopped')
    await left
    const again = patient.open({ host, user: 'u', pass: 'p' }, { signal: ending.signal })
    await expect(again).rejects.toThrow('stopped')
    mute.close()
  })

  describe('with a clock of its own', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
    afterEach(() => void vi.useRealTimers())

    test.each(['CAPABILITY', 'LOGIN', 'SELECT'])('a server that hangs at %s is given up', async (command) => {
      const server = await hangingServer(command)
      const opening = imap({ timeout: 100, allowPrivateAddresses: true, allowPlainText: true }).open(
        server.login,
      )
      const refused = expect(opening).rejects.toMatchObject({ fault: 'timeout' })
      await server.silent
      vi.advanceTimersByTime(100)
      await refused
      await server.left
      expect(server.commands.at(-1)).toBe(command)
      await server.close()
    })

    test.each(['SEARCH', 'FETCH', 'STORE'])(
      'an open mailbox that hangs at %s is given up',
      async (command) => {
        const server = await hangingServer(command)
        const open = await imap({ timeout: 100, allowPrivateAddresses: true, afterTaking: 'mark' }).open(
          server.login,
        )
        const steps = { SEARCH: () => open.uids(), FETCH: () => open.read(1), STORE: () => open.remove(1) }
        const refused = expect(steps[command as keyof typeof steps]()).rejects.toMatchObject({
          fault: 'timeout',
        })
        await server.silent
        vi.advanceTimersByTime(100)
        await refused
        await server.left
        expect(server.commands.filter((each) => each === command)).toHaveLength(1)
        await open.close()
        await server.close()
      },
    )
  })

  test('a mailbox given in code is not that of the settings', () => {
    expect(imap().bySettings).toBe(true)
    expect(imap({ server: { host: 'x', user: 'u', pass: 'p' } }).bySettings).toBe(false)
  })
})
