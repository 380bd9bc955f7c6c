import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { configurable } from '../serve/index.js'
import { loadEnvironment } from './load-environment.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opensupports-environment-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
const load = (env: NodeJS.ProcessEnv = {}) => loadEnvironment(env, folder, configurable)

describe('without files', () => {
  it('is the environment, without empty variables', async () => {
    const { values, sources } = await load({ PORT: '80', HOST: '' })
    expect(values).toEqual({ PORT: '80' })
    expect([...sources]).toEqual([])
  })
})

describe('a file .env', () => {
  it('sets variables, which the environment overrides', async () => {
    write('.env', 'PORT=9000\nPUBLIC_URL="https://help.example.com"\nHOST=\n')
    const { values, sources } = await load({ PORT: '80' })
    expect(values).toEqual({ PORT: '80', PUBLIC_URL: 'https://help.example.com' })
    expect([...sources]).toEqual([['PUBLIC_URL', '.env']])
  })
})

describe('a configuration file', () => {
  it('sets variables by their names in camel case, compiled from TypeScript', async () => {
    write(
      'opensupports.config.ts',
      `const seconds: number = 30
       export default { publicUrl: 'https://help.example.com', trustProxy: true, deliverMail: false, pollEvery: seconds,
         corsOrigins: ['https://a.example', 'https://b.example'], maxFileSize: '5MiB', uploadDir: undefined }`,
    )
    expect((await load()).values).toEqual({
      PUBLIC_URL: 'https://help.example.com',
      TRUST_PROXY: '1',
      DELIVER_MAIL: '0',
      POLL_EVERY: '30',
      CORS_ORIGINS: 'https://a.example,https://b.example',
      MAX_FILE_SIZE: '5MiB',
    })
  })

  it('has the least precedence', async () => {
    write('opensupports.config.mjs', 'export default { port: 1, host: "one.example", pollEvery: 9 }')
    write('.env', 'HOST=two.example\nPORT=2\n')
    const { values, sources } = await load({ PORT: '3' })
    expect(values).toEqual({ PORT: '3', HOST: 'two.example', POLL_EVERY: '9' })
    expect([...sources]).toEqual([
      ['HOST', '.env'],
      ['POLL_EVERY', 'opensupports.config.mjs'],
    ])
  })

  it.each([
    ['export default { prot: 80 }', 'there is no option "prot"'],
    ['export default { publicURL: "https://x.example" }', 'there is no option "publicURL"'],
    ['export default { PORT: 80 }', 'there is no option "PORT"'],
    ['export default { port: { number: 80 } }', 'port must be a text, a number, a switch or a list'],
    ['export default 80', 'must have a default export'],
    ['export default {', 'cannot read opensupports.config.ts'],
  ])('is refused: %s', async (text, message) => {
    write('opensupports.config.ts', text)
    await expect(load()).rejects.toThrow(message)
  })
})

describe('a secret and the file of a secret', () => {
  it('of different origins do not clash: the stronger one counts', async () => {
    write('opensupports.config.mjs', 'export default { databaseUrl: "weak.db", smtpUrlFile: "weak.txt" }')
    const { values } = await load({ DATABASE_URL_FILE: '/run/secrets/db', SMTP_URL: 'smtp://strong' })
    expect(values).toEqual({ DATABASE_URL_FILE: '/run/secrets/db', SMTP_URL: 'smtp://strong' })
  })

  it('of the same origin are both kept, for the error that says so', async () => {
    const env = { DATABASE_URL: 'a', DATABASE_URL_FILE: 'b' }
    expect((await load(env)).values).toEqual(env)
  })
})
