import { openAsBlob } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestHelpdesk } from '@opensupports/core/testing'
import { fetchHandler } from '@opensupports/server'
import { describe, expect, onTestFinished, test } from 'vitest'
import { png } from '../../core/src/testing/pictures.test-support.js'
import { createClient, type UploadProgress } from './index.js'
import { listen, serveDesk } from './serving.test-support.js'

test('a client calls, and gets natural types back', async () => {
  const { desk, customer } = await serveDesk()
  const client = await customer()
  const { ticketNumber } = await client.ticket.create({ title: 'Printer', content: 'It <b>smokes</b>.' })
  const ticket = await client.ticket.get({ ticketNumber })
  const session = await client.session.get()
  expect(ticket).toEqual(await desk.helpdesk.ticket.get(session ?? {}, { ticketNumber }))
  expect(ticket.date).toEqual(desk.clock.now())
})

test('dates go both ways', async () => {
  const { desk, admin } = await serveDesk()
  const client = await admin()
  await desk.ticket({ author: desk.admin })
  desk.clock.advance({ days: 2 })
  const ticketNumber = await desk.ticket({ author: desk.admin })
  const now = desk.clock.now()
  const { tickets } = await client.ticket.search({ dateRange: [new Date(now.getTime() - 60_000), now] })
  expect(tickets.map((ticket) => [ticket.ticketNumber, ticket.date])).toEqual([[ticketNumber, now]])
})

test('names and values of custom fields stay texts, whatever they look like', async () => {
  const { desk, customer, admin } = await serveDesk()
  const moment = '2026-03-02T12:00:00.000Z'
  await desk.helpdesk.system.addCustomField(desk.admin, { name: 'createdAt', description: '', type: 'text' })
  const client = await customer()
  await client.user.editCustomFields({ customfields: { createdAt: moment } })
  const { userId } = (await client.session.get()) ?? { userId: 0 }
  const { customfields } = await (await admin()).user.getUser({ userId })
  expect(customfields).toEqual([expect.objectContaining({ customfield: 'createdAt', value: moment })])
})

test('a parameter that is undefined is left out', async () => {
  const { customer } = await serveDesk()
  const client = await customer()
  const made = client.ticket.create({ title: 'Printer', content: 'It smokes.', departmentId: undefined })
  await expect(made).resolves.toEqual({ ticketNumber: expect.any(Number) })
})

test('a client is no promise, and its methods keep their identity', async () => {
  const client = createClient({ url: 'http://127.0.0.1:9/api' })
  expect(await client).toBe(client)
  expect(await client.ticket).toBe(client.ticket)
  expect(client.ticket.get).toBe(client.ticket.get)
  expect(JSON.stringify(client)).toContain('session')
  expect(String(client.ticket)).toBe('[object Object]')
})

test('a client calls a helpdesk in the same process through its handler', async () => {
  const desk = await createTestHelpdesk()
  const handle = fetchHandler(desk.helpdesk)
  const client = createClient({
    url: 'http://helpdesk.example/api',
    fetch: (url, init) => handle(new Request(url, init)),
  })
  expect(await client.user.checkSession()).toEqual({ sessionActive: false })
})

test('headers of the host are sent with each call, beside the session', async () => {
  const { desk, customer } = await serveDesk()
  let asked = 0
  const headers = async () => ({ authorization: 'Basic c3RhZ2luZw==', 'x-request-id': `r-${++asked}` })
  const client = await customer({ headers })
  const file = new File(['12:00 smoke'], 'printer.log')
  const { ticketNumber } = await client.ticket.create({ title: 'Printer', content: 'It smokes.', file })
  const refused = client.ticket.get({ ticketNumber: 111111 })
  await expect(refused).rejects.toMatchObject({ code: 'NO_PERMISSION', requestId: 'r-3' })
  const ticket = await client.ticket.get({ ticketNumber })
  expect(ticket.fileName).toBe('printer.log')
  expect(ticket.author.id).toBe((await client.session.get())?.userId)
  expect(await desk.helpdesk.staff.getNewTickets(desk.admin, { page: 1 })).toMatchObject({
    tickets: [{ ticketNumber }],
  })
})

describe('files', () => {
  test('are sent beside any other parameter', async () => {
    const { customer } = await serveDesk()
    const client = await customer()
    const file = new File(['x'], 'a.txt')
    const content = { text: 'null < undefined' }
    const { ticketNumber } = await client.ticket.create({
      title: 'undefined',
      content,
      departmentId: 1,
      file,
    })
    const ticket = await client.ticket.get({ ticketNumber })
    expect(ticket).toMatchObject({ title: 'undefined', content: 'null &lt; undefined', fileName: 'a.txt' })
  })

  test('are sent, and come back with their names', async () => {
    const { customer } = await serveDesk()
    const client = await customer()
    const { ticketNumber } = await client.ticket.create({
      title: 'Look',
      content: '<img src="IMAGE_PATH_0"> and <img src="IMAGE_PATH_1">',
      file: new File(['what it says'], 'Übersicht "März".txt'),
      images: [new File([png], 'one.png'), new File([png], 'two.png')],
    })
    const ticket = await client.ticket.get({ ticketNumber })
    const got = await client.system.download({ file: ticket.file ?? '' })
    expect(got).toMatchObject({ name: 'Übersicht "März".txt', size: 12 })
    expect(await (await got?.blob())?.text()).toBe('what it says')
    const [, second = ''] = [...ticket.content.matchAll(/file=([\w.-]+)/g)].map(([, name]) => name ?? '')
    const picture = await client.system.download({ file: second })
    expect(picture).toMatchObject({ type: 'image/png', size: png.length })
    const chunks: Uint8Array[] = []
    for await (const chunk of picture?.stream() ?? []) chunks.push(chunk)
    expect(Buffer.concat(chunks)).toEqual(png)
  })

  test('that are missing are null', async () => {
    const { client, admin, desk } = await serveDesk()
    expect(await client().system.download({ file: 'p_0123456789.png' })).toBeNull()
    const ticketNumber = await desk.ticket({ author: desk.admin })
    expect(await (await admin()).ticket.getOriginalMail({ ticketNumber })).toBeNull()
  })

  test('that the caller may not read are refused', async () => {
    const { desk, client } = await serveDesk()
    const ticketNumber = await desk.ticket({ author: desk.admin })
    const refused = client().system.download({ file: `t${ticketNumber}_0123456789.txt` })
    await expect(refused).rejects.toMatchObject({ code: 'NO_PERMISSION', status: 403 })
  })

  test('are also what POST answers: a backup', async () => {
    const { admin } = await serveDesk()
    const backup = await (await admin()).system.backupDatabase()
    expect(backup).toMatchObject({ name: 'backup.jsonl', size: undefined })
    expect(await (await backup.blob()).text()).toMatch(/^\{"[\s\S]*\}\n$/)
  })

  test('are sent from the disk, with exact progress', async () => {
    const { customer } = await serveDesk()
    const client = await customer()
    const folder = await mkdtemp(join(tmpdir(), 'client-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'big.txt'), 'x'.repeat(900_000))
    const seen: UploadProgress[] = []
    const { ticketNumber } = await client.ticket.create(
      {
        title: 'Big',
        content: 'See file.',
        file: new File([await openAsBlob(join(folder, 'big.txt'))], 'big.txt'),
      },
      { onProgress: (progress) => seen.push(progress) },
    )
    const last = seen.at(-1)
    expect(last?.loaded).toBe(last?.total)
    expect(last?.total).toBeGreaterThan(900_000)
    expect(seen.length).toBeGreaterThan(2)
    expect(seen.map(({ loaded }) => loaded)).toEqual(
      seen.map(({ loaded }) => loaded).toSorted((a, b) => a - b),
    )
    const { file } = await client.ticket.get({ ticketNumber })
    expect(await client.system.download({ file: file ?? '' })).toMatchObject({ size: 900_000 })
  })

  test('take a name from the address asked for when the store hides it', async () => {
    const url = await listen((_, response) => response.end('stored elsewhere'))
    const got = await createClient({ url }).system.download({ file: 't123456_a.txt' })
    expect(got?.name).toBe('t123456_a.txt')
    expect(await (await got?.blob())?.text()).toBe('stored elsewhere')
  })

  test('without a name that can be read are named by the rest of the header', async () => {
    const url = await listen((_, response) => {
      response.setHeader('content-disposition', `attachment; filename="a_.txt"; filename*=UTF-8''a%ff.txt`)
      response.end('x')
    })
    expect(await createClient({ url }).system.download({ file: 'b.txt' })).toMatchObject({ name: 'a_.txt' })
  })
})
