import { createTestHelpdesk } from '@opensupports/core/testing'
import { describe, expect, test } from 'vitest'
import { dataOf, hosts } from '../both-handlers.test-support.js'

const parts = (...heads: string[]) =>
  `${heads.map((head) => `--x\r\nContent-Disposition: form-data; name=${head}\r\n`).join('')}--x--\r\n`
const post = (body: string, length = Buffer.byteLength(body)): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': String(length) },
  body,
})
const login = parts('"email"\r\n\r\njane@customer.example', '"password"\r\n\r\ncorrect horse')

describe.each(hosts)('$name', ({ serve }) => {
  test('reads a small form of texts without a folder for uploads', async () => {
    const { helpdesk, user } = await createTestHelpdesk()
    const { id } = await user({ email: 'jane@customer.example' })
    await serve(helpdesk, { uploadDir: '/missing' }, async (send) => {
      expect(await dataOf(await send('/api/user/login', post(login)))).toMatchObject({ userId: String(id) })
    })
  })

  test('reads a small form with a file, and rejects one that breaks off', async () => {
    const { helpdesk } = await createTestHelpdesk()
    await serve(helpdesk, {}, async (send) => {
      const file = '"file"; filename="a.txt"\r\n\r\nhello'
      const withFile = await send('/api/user/login', post(parts(file, '"email"\r\n\r\nnobody')))
      expect(await withFile.json()).toMatchObject({ message: 'INVALID_CREDENTIALS' })
      const broken = await send('/api/user/login', post(login.slice(0, -6)))
      expect(await broken.json()).toMatchObject({ message: 'INVALID_BODY' })
    })
  })
})

test('a body that is longer than it says is refused', async () => {
  const { helpdesk } = await createTestHelpdesk()
  await hosts[1]?.serve(helpdesk, {}, async (send) => {
    const body = parts(`"email"\r\n\r\n${'x'.repeat(100_000)}`)
    const answer = await send('/api/user/login', post(body, 10))
    expect(await answer.json()).toMatchObject({ message: 'REQUEST_TOO_LARGE' })
  })
})
