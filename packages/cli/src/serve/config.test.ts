import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../place.js'
import { isPublic, siteUrl } from './address.js'
import { readConfig } from './config.js'

describe('without any environment', () => {
  it('listens on port 8080 of this machine alone, and keeps its data in ./data', () => {
    expect(readConfig({})).toEqual({
      port: 8080,
      host: 'localhost',
      dataDir: resolve('data'),
      database: resolve('data', 'helpdesk.db'),
      files: resolve('data', 'files'),
      publicUrl: undefined,
      trustProxy: false,
      pollEvery: 60,
      privateMailServers: false,
    })
  })
})

describe('the environment', () => {
  it('sets port, host, folder and public address', () => {
    const env = { PORT: '0', HOST: '0.0.0.0', DATA_DIR: '/srv/help', PUBLIC_URL: 'https://help.example.com/' }
    const more = { TRUST_PROXY: '1', POLL_EVERY: '0', PRIVATE_MAIL_SERVERS: '1' }
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
    })
  })

  it('sets where database and files are, wherever the folder is', () => {
    const env = { DATA_DIR: '/srv/help', DATABASE_URL: 'postgres://db/help', FILES_URL: '/srv/uploads' }
    expect(readConfig(env)).toMatchObject({
      ...{ dataDir: '/srv/help', database: 'postgres://db/help', files: '/srv/uploads' },
    })
  })

  it('counts as not set where it is empty', () => {
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
    ['PUBLIC_URL', 'help.example.com'],
    ['PUBLIC_URL', 'ftp://help.example.com'],
    ['PUBLIC_URL', 'https://help.example.com/?a=b'],
  ])('is refused with a message that names it: %s=%s', (name, value) => {
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
    expect(siteUrl({ host, publicUrl }, 8080)).toBe(url)
  })

  it.each([
    ['localhost', undefined, false],
    ['127.0.0.1', undefined, false],
    ['::1', undefined, false],
    ['localhost', 'http://localhost:9000', false],
    ['localhost', 'https://help.example.com', true],
    ['0.0.0.0', undefined, true],
    ['::', undefined, true],
    ['10.0.0.7', undefined, true],
    ['127.example.com', undefined, true],
  ])('of HOST %s with PUBLIC_URL %s can be reached by others: %s', (host, publicUrl, reached) => {
    expect(isPublic({ host, publicUrl })).toBe(reached)
  })
})
