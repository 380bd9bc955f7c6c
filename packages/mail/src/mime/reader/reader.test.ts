import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readMail } from '../read-mail.js'
import { mailReader } from './index.js'
import { bundledWorker } from './worker.test-support.js'

const raw = new Uint8Array(
  Buffer.from(
    [
      'From: Jane <jane@customer.example>',
      'Subject: Grüße',
      'References: <a@x>',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      'It smokes.',
      '--b',
      'Content-Disposition: attachment; filename=a.txt',
      '',
      'one',
      '--b',
      'Content-Disposition: attachment; filename=b.txt',
      '',
      'two',
      '--b--',
    ].join('\r\n'),
  ),
)
const noMail = new Uint8Array(Buffer.from('\r\nhello'))

/** Makes a worker that reports ready, and then runs other code for each mail. */
function worker(act: string): URL {
  const code = `import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ({ raw }) => { ${act} })
    parentPort.postMessage({ ready: true })`
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`)
}

describe('the reader', () => {
  let folder = ''
  let built = new URL('file:///none')
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mail-reader-'))
    built = await bundledWorker(folder)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test('returns the same from its thread as on this one', async () => {
    const reader = mailReader({}, built)
    const told = async (mail: Awaited<ReturnType<typeof readMail>>) => {
      const { attachments, original, ...rest } = mail
      const texts = [...attachments, original].map(({ stream }) => new Response(stream()).text())
      const names = attachments.map(({ name, size, inline }) => ({ name, size, inline }))
      return { ...rest, names, size: original.size, texts: await Promise.all(texts) }
    }
    const here = await told(await readMail(raw))
    expect(here).toMatchObject({ subject: 'Grüße', text: 'It smokes.', names: [{ size: 3 }, { size: 3 }] })
    for (let time = 0; time < 2; time++) expect(await told(await reader.read(raw))).toEqual(here)
    const cut = await reader.read(raw, { truncated: true, fullSize: 1000 })
    expect(cut.contentHash).toBe((await readMail(raw, { truncated: true, fullSize: 1000 })).contentHash)
    await reader.close()
  })

  test('rejects invalid mails, and reads the next one', async () => {
    const reader = mailReader({}, built)
    await expect(reader.read(noMail)).rejects.toThrow('this is not a mail')
    expect((await reader.read(raw)).subject).toBe('Grüße')
    await reader.close()
  })

  test('reads concurrent mails one at a time', async () => {
    const reader = mailReader({}, built)
    const all = await Promise.allSettled([reader.read(raw), reader.read(noMail), reader.read(raw)])
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    await reader.close()
  })
})

describe('a mail', () => {
  test('that takes too long is stopped, and this thread is not blocked', async () => {
    const reader = mailReader({ time: 200 }, worker('for (;;) {}'))
    let turns = 0
    const turning = setInterval(() => turns++, 1)
    const reading = expect(reader.read(raw)).rejects.toThrow('took longer than 0.2 s and was stopped')
    await reading
    clearInterval(turning)
    expect(turns).toBeGreaterThan(1)
    await reader.close()
  })

  test('that takes too much memory is stopped', async () => {
    const eat = 'const all = []; for (;;) all.push(Array.from({ length: 1000 }, () => ({})))'
    const reader = mailReader({ memory: 16 }, worker(eat))
    await expect(reader.read(raw)).rejects.toThrow('more than 16 MB of memory and was stopped')
    await reader.close()
  })

  test.each([
    ['throws', "throw new Error('broken')", 'reading the mail failed: broken'],
    ['ends its thread', 'process.exit(1)', 'ended before it had read the mail'],
  ])('that %s fails alone', async (_, act, cause) => {
    const reader = mailReader(
      {},
      worker(`if (raw.length < 20) ${act}; parentPort.postMessage({ refused: 'seen' })`),
    )
    await expect(reader.read(noMail)).rejects.toThrow(cause)
    await expect(reader.read(raw)).rejects.toThrow('seen')
    await reader.close()
  })
})

describe('without a thread, mails are still read', () => {
  test.each([
    ['if the file is missing', pathToFileURL('/no/such/read-mail-worker.js')],
    ['if the file cannot run', new URL('data:text/javascript,throw%20new%20Error()')],
    ['if the file has other code', new URL('data:text/javascript,')],
  ])('%s', async (_, file) => {
    const reader = mailReader({}, file)
    expect((await reader.read(raw)).text).toBe('It smokes.')
    await expect(reader.read(noMail)).rejects.toThrow('this is not a mail')
    await reader.close()
  })
})

test('a reader can be closed before its first mail', async () => {
  await expect(mailReader().close()).resolves.toBeUndefined()
})
