import { testFiles } from '@opensupports/files/testing'
import { describe, expect, test } from 'vitest'
import { S3Error, s3Files } from './index.js'
import { s3Server } from './server.test-support.js'

const server = s3Server()
const made = async () => {
  if (!server) throw new Error('there is no server')
  return server.bucket()
}

describe.skipIf(!server)('a bucket of an S3-compatible server', () => {
  testFiles(async () => s3Files(await made()), { test })

  test('holds several stores, each behind its prefix', async () => {
    const options = await made()
    const [one, other] = ['one/', 'other/'].map((prefix) => s3Files({ ...options, prefix }))
    await one?.put('a.txt', new File(['first'], 'a'))
    await other?.put('b.txt', new File(['second'], 'b'))
    const names = async (files = one) => {
      const all: string[] = []
      for await (const name of files?.names() ?? []) all.push(name)
      return all
    }
    expect([await names(one), await names(other)]).toEqual([['a.txt'], ['b.txt']])
    expect(await other?.open('a.txt')).toBeUndefined()
  })

  test('signs URLs that return the file with its headers until they expire', async () => {
    const files = s3Files(await made())
    await files.put('t1_a.txt', new File(['words'], 'a'))
    const url = await files.signedUrl('t1_a.txt', {
      expiresIn: 60,
      fileName: 'my file.txt',
      contentType: 'text/plain',
      disposition: 'attachment',
    })
    const answer = await fetch(url)
    expect([answer.status, await answer.text()]).toEqual([200, 'words'])
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="my_file.txt"')
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
    expect((await fetch(url.replace('t1_a.txt', 't1_b.txt'))).status).toBe(403)
    expect((await fetch(url.replace(/X-Amz-Signature=.{4}/, 'X-Amz-Signature=0000'))).status).toBe(403)
  })

  test.each([
    [{ secretAccessKey: 'another s3cret' }, 'the store answered 403 SignatureDoesNotMatch'],
    [{ bucket: 'there-is-none' }, 'the store answered 404 NoSuchBucket'],
  ])('rejects %j with an error that has no secrets', async (change, message) => {
    const files = s3Files({ ...(await made()), ...change })
    const error: unknown = await files.put('a', new File(['x'], 'a')).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(S3Error)
    expect(String(error)).toContain(message)
    expect(String(error)).not.toMatch(/s3cret|Signature=|Credential=/)
  })
})
