import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../place.js'
import { isPublic, localUrl, siteUrl } from './address.js'
import { readConfig } from './config.js'
import { serveVariables, variables } from './variables.js'

describe('without any environment', () => {
  it('listens on port 8080 of the loopback address, and stores data in ./data', () => {
    expect(readConfig({})).toEqual({
      port: 8080,
      host: 'localhost',
      dataDir: resolve('data'),
      database: resolve('data', 'helpdesk.db'),
      files: resolve('data', 'files'),
      publicUrl: undefined,
      basePath: '',
      trustProxy: false,
      timeZone: undefined,
      logLevel: 'info',
      corsOrigins: [],
      neutralAnswers: false,
      captchaUrl: undefined,
      signedDownloads: 0,
      passwordCost: 10,
      mailServers: { smtp: undefined, imap: undefined },
      deliverMail: true,
      pollEvery: 60,
      privateMailServers: false,
      deliverWebhooks: true,
      privateWebhookHosts: [],
      metricsToken: undefined,
      uploadDir: undefined,
      limits: {},
      databaseLimits: {},
    })
  })
})

describe('the environment', () => {
  it('sets port, host, folder and public address', () => {
    const env = { PORT: '0', HOST: '0.0.0.0', DATA_DIR: '/srv/help', PUBLIC_URL: 'https://help.example.com/' }
    const webhooks = { DELIVER_WEBHOOKS: '0', PRIVATE_WEBHOOK_HOSTS: 'localhost, 10.1.2.3' }
    const more = { TRUST_PROXY: '1', POLL_EVERY: '0', PRIVATE_MAIL_SERVERS: '1', ...webhooks }
    expect(readConfig({ ...env, ...more })).toMatchObject({
      port: 0,
      host: '0.0.0.0',
      dataDir: '/srv/help',
      database: '/srv/help/helpdesk.db',
      files: '/srv/help/files',
      publicUrl: 'https://help.example.com',
      trustProxy: true,
      pollEvery: 0,
      privateMailServers: true,
      deliverWebhooks: false,
      privateWebhookHosts: ['localhost', '10.1.2.3'],
    })
  })

  it('sets all options of the library', () => {
    const env = {
      LOG_LEVEL: 'warn',
      TIME_ZONE: 'Asia/Kathmandu',
      CORS_ORIGINS: 'https://app.example.com, http://localhost:3000',
      NEUTRAL_ANSWERS: '1',
      CAPTCHA_URL: 'https://captcha.example.com/verify',
      SIGNED_DOWNLOADS: '60',
      FILES_URL: 's3://bucket?endpoint=https://s3.example.com',
      PASSWORD_COST: '12',
      DELIVER_MAIL: '0',
      UPLOAD_DIR: '/var/tmp/uploads',
      MAX_FIELDS_SIZE: '1MiB',
      MAX_FIELDS: '100',
      MAX_FILE_SIZE: '512KiB',
      MAX_FILES: '3',
      MAX_FILES_SIZE: '1GiB',
      MAX_EARLY_SIZE: '64KiB',
      MAX_HELD_SIZE: '1000',
      MAX_CALLS: '50',
      DATABASE_CONNECTIONS: '4',
      DATABASE_WAITING: '100',
      DATABASE_CONNECT_TIMEOUT: '500',
      DATABASE_LOCK_TIMEOUT: '300',
      DATABASE_STATEMENT_TIMEOUT: '5000',
    }
    expect(readConfig(env)).toMatchObject({
      timeZone: 'Asia/Kathmandu',
      logLevel: 'warn',
      corsOrigins: ['https://app.example.com', 'http://localhost:3000'],
      neutralAnswers: true,
      captchaUrl: 'https://captcha.example.com/verify',
      signedDownloads: 60,
      passwordCost: 12,
      deliverMail: false,
      uploadDir: '/var/tmp/uploads',
      limits: {
        fieldsSize: 1_048_576,
        fields: 100,
        fileSize: 524_288,
        files: 3,
        filesSize: 1_073_741_824,
        earlySize: 65_536,
        heldSize: 1000,
        calls: 50,
      },
      databaseLimits: {
        connections: 4,
        waiting: 100,
        connectTimeout: 500,
        lockTimeout: 300,
        statementTimeout: 5000,
      },
    })
  })

  it('uses the path of PUBLIC_URL as the base path', () => {
    expect(readConfig({ PUBLIC_URL: 'https://example.com/support/' }).basePath).toBe('/support')
    expect(readConfig({ BASE_PATH: '/a/b/' }).basePath).toBe('/a/b')
    const both = { PUBLIC_URL: 'https://example.com/support', BASE_PATH: '/help' }
    expect(() => readConfig(both)).toThrow('BASE_PATH must be the path of PUBLIC_URL, /support')
  })

  it('may name files with secrets', () => {
    const folder = mkdtempSync(join(tmpdir(), 'opensupports-config-'))
    const file = join(folder, 'database')
    writeFileSync(file, 'postgres://help:s3cret@db/help\n')
    expect(readConfig({ DATABASE_URL_FILE: file }).database).toBe('postgres://help:s3cret@db/help')
    expect(() => readConfig({ DATABASE_URL_FILE: file, DATABASE_URL: 'x.db' })).toThrow('both set')
    expect(() => readConfig({ DATABASE_URL_FILE: join(folder, 'none') })).toThrow('DATABASE_URL_FILE')
    rmSync(folder, { recursive: true })
  })

  it('sets the addresses of database and files, regardless of the folder', () => {
    const env = { DATA_DIR: '/srv/help', DATABASE_URL: 'postgres://db/help', FILES_URL: '/srv/uploads' }
    expect(readConfig(env)).toMatchObject({
      dataDir: '/srv/help',
      database: 'postgres://db/help',
      files: '/srv/uploads',
    })
  })

  it('counts as not set if it is empty', () => {
    expect(readConfig({ PORT: '', HOST: '', DATA_DIR: '', PUBLIC_URL: '', DATABASE_URL: '' })).toEqual(
      readConfig({}),
    )
  })

  it.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80a'],
    ['PORT', '1e3'],
    ['PORT', '8080.5'],
    ['HOST', 'localhost:8080'],
    ['HOST', 'http://localhost'],
    ['HOST', 'two words'],
    ['HOST', '-'],
    ['TRUST_PROXY', 'yes'],
    ['POLL_EVERY', '-1'],
    ['POLL_EVERY', '1m'],
    ['PRIVATE_MAIL_SERVERS', 'true'],
    ['PRIVATE_WEBHOOK_HOSTS', 'http://localhost'],
    ['BASE_PATH', 'support'],
    ['BASE_PATH', '/a/../b'],
    ['BASE_PATH', '/a?b'],
    ['LOG_LEVEL', 'verbose'],
    ['CORS_ORIGINS', 'https://app.example.com/'],
    ['CORS_ORIGINS', '*'],
    ['NEUTRAL_ANSWERS', 'on'],
    ['CAPTCHA_URL', 'captcha.example.com'],
    ['PASSWORD_COST', '3'],
    ['PASSWORD_COST', '32'],
    ['DELIVER_MAIL', 'no'],
    ['MAX_FIELDS_SIZE', '2MB'],
    ['MAX_FIELDS', '0'],
    ['MAX_FILE_SIZE', '0'],
    ['MAX_FILES', '-1'],
    ['MAX_FILES_SIZE', '1.5GiB'],
    ['MAX_HELD_SIZE', 'all'],
    ['MAX_CALLS', '0'],
    ['DATABASE_LOCK_TIMEOUT', '1s'],
    ['SIGNED_DOWNLOADS', '1h'],
    ['PUBLIC_URL', 'help.example.com'],
    ['PUBLIC_URL', 'ftp://help.example.com'],
    ['PUBLIC_URL', 'https://help.example.com/?a=b'],
  ])('is rejected with a message that names the variable: %s=%s', (name, value) => {
    const read = () => readConfig({ [name]: value })
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(name)
    expect(read).toThrow(JSON.stringify(value))
  })
})

describe('the address', () => {
  it.each([
    ['localhost', undefined, 'http://localhost:8080'],
    ['0.0.0.0', undefined, 'http://localhost:8080'],
    ['::1', undefined, 'http://[::1]:8080'],
    ['10.0.0.7', undefined, 'http://10.0.0.7:8080'],
    ['0.0.0.0', 'https://help.example.com', 'https://help.example.com'],
  ])('of HOST %s with PUBLIC_URL %s is %s', (host, publicUrl, url) => {
    expect(siteUrl({ host, publicUrl, basePath: '' }, 8080)).toBe(url)
  })

  it.each([
    ['localhost', undefined, false, false],
    ['127.0.0.1', undefined, false, false],
    ['::1', undefined, false, false],
    ['localhost', 'http://localhost:9000', false, true],
    ['localhost', 'https://help.example.com', false, true],
    ['localhost', undefined, true, true],
    ['0.0.0.0', undefined, false, true],
    ['::', undefined, false, true],
    ['10.0.0.7', undefined, false, true],
    ['127.example.com', undefined, false, true],
  ])('of HOST %s, PUBLIC_URL %s, TRUST_PROXY %s is reachable by others: %s', (...facts) => {
    const [host, publicUrl, trustProxy, reached] = facts
    expect(isPublic({ host, publicUrl, trustProxy })).toBe(reached)
  })

  it('includes the base path', () => {
    expect(localUrl({ host: '::1', basePath: '/support' }, 80)).toBe('http://[::1]/support')
  })
})

describe('signed downloads', () => {
  it('are rejected without a bucket', () => {
    expect(() => readConfig({ SIGNED_DOWNLOADS: '60' })).toThrow('SIGNED_DOWNLOADS needs a bucket')
  })
})

describe('mail servers', () => {
  it('are URLs with user and password', () => {
    const env = {
      SMTP_URL: 'smtps://help%40example.com:p%3Ass@mail.example.com:465',
      IMAP_URL: 'imaps://help:secret@mail.example.com/Support/New',
    }
    expect(readConfig(env).mailServers).toEqual({
      smtp: { host: 'smtps://mail.example.com:465', user: 'help@example.com', pass: 'p:ss' },
      imap: { host: '{mail.example.com/imap/ssl}Support/New', user: 'help', pass: 'secret' },
    })
  })

  it('need no user and no folder', () => {
    const env = { SMTP_URL: 'smtp://localhost:2525', IMAP_URL: 'imap://localhost' }
    expect(readConfig(env).mailServers).toEqual({
      smtp: { host: 'smtp://localhost:2525' },
      imap: { host: '{localhost/imap}INBOX', user: '', pass: '' },
    })
  })

  it.each([
    ['SMTP_URL', 'mail.example.com'],
    ['SMTP_URL', 'https://user:secret@mail.example.com'],
    ['SMTP_URL', 'smtp://user:sec%ret@mail.example.com'],
    ['IMAP_URL', 'imaps://'],
    ['IMAP_URL', 'smtp://user:secret@mail.example.com'],
  ])('are refused without showing the password: %s %s', (name, text) => {
    const attempt = () => readConfig({ [name]: text })
    expect(attempt).toThrow(`${name} must be like`)
    expect(attempt).not.toThrow('secret')
  })
})

describe('the variables', () => {
  it('match the help text and the table in the README, in the same order', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    const listed = [...readme.matchAll(/^\| `([A-Z_]+)` /gm)].map(([, name]) => name)
    expect(listed.slice(3)).toEqual(variables.map(({ name }) => name))
    for (const { name } of variables) expect(serveVariables).toContain(`  ${name}`)
  })

  it('are all read', () => {
    const read = new Set<string>()
    const env = new Proxy({}, { get: (_, name) => void read.add(String(name)) })
    readConfig(env)
    for (const { name } of variables) expect(read).toContain(name)
  })
})
