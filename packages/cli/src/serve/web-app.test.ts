import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type WebAppOptions, webApp } from './web-app.js'

const folder = mkdtempSync(join(tmpdir(), 'web-app-'))
mkdirSync(join(folder, 'assets'))
writeFileSync(join(folder, 'index.html'), '<!doctype html><base href="./" /><title>The app</title>')
writeFileSync(join(folder, 'assets/index-1a2b.js'), 'run()')
writeFileSync(join(folder, 'captcha.js'), 'show()')
writeFileSync(join(folder, 'parts.js'), "import './assets/index-1a2b.js'")
writeFileSync(join(folder, 'notes.txt'), 'not served')
afterAll(() => rmSync(folder, { recursive: true }))

const appWith = (options: Partial<WebAppOptions> = {}) =>
  webApp({ folder, signedDownloads: false, captchaUrl: undefined, corsOrigins: [], ...options })
const app = appWith()

describe('a path', () => {
  test.each([
    ['/', './'],
    ['/tickets', './'],
    ['/tickets/123456', '../'],
    ['/check-ticket/123456/jane@example.com', '../../'],
  ])('%s is a page of the app, with its folder at %s', (path, base) => {
    expect(app?.(path)?.body).toContain(`<base href="${base}"`)
  })

  test.each(['/favicon.ico', '/robots.txt', '/notes.txt', '/assets/index-old.js', '/assets/'])(
    '%s is a missing file, not a page',
    (path) => expect(app?.(path)).toBeUndefined(),
  )
})

test('browsers ask for the page each time, and for a file with a hash in its name once', () => {
  expect(app?.('/')?.headers['cache-control']).toBe('no-cache')
  expect(app?.('/assets/index-1a2b.js')?.headers['cache-control']).toBe('public, max-age=31536000, immutable')
})

describe('the policy', () => {
  const policyOf = (path: string, options?: Partial<WebAppOptions>) =>
    appWith(options)?.(path)?.headers['content-security-policy']

  test('of the app allows nothing inline and no other site', () => {
    expect(policyOf('/')).not.toMatch(/unsafe|http|\*/)
    expect(policyOf('/')).toContain("default-src 'none'")
  })

  test('allows downloads from a bucket where they are redirected to one', () => {
    expect(policyOf('/', { signedDownloads: true })).toContain("connect-src 'self' https:;")
  })

  test('of the captcha allows its service, in a frame of this site', () => {
    expect(policyOf('/captcha')).toContain("script-src 'self' https://www.google.com ")
    expect(policyOf('/captcha')).toContain("frame-ancestors 'self'")
    const captchaUrl = 'https://captcha.example/recaptcha/api/siteverify'
    expect(policyOf('/captcha', { captchaUrl })).toContain("script-src 'self' https://captcha.example ")
    expect(appWith({ captchaUrl })?.('/captcha')?.body).toContain(
      'content="https://captcha.example/recaptcha/api.js"',
    )
  })
})

describe('pages of other sites', () => {
  const [allowed, other] = ['https://shop.example', 'https://stranger.example']
  const embedded = appWith({ corsOrigins: [allowed] })

  test.each(['/parts.js', '/assets/index-1a2b.js'])('may load %s if they are listed', (path) => {
    expect(embedded?.(path, allowed)?.headers).toMatchObject({
      'access-control-allow-origin': allowed,
      vary: 'Origin',
    })
    for (const origin of [other, undefined]) {
      expect(embedded?.(path, origin)?.headers).not.toHaveProperty('access-control-allow-origin')
      expect(embedded?.(path, origin)?.headers).toMatchObject({ vary: 'Origin' })
    }
    expect(app?.(path, allowed)?.headers).not.toHaveProperty('access-control-allow-origin')
  })

  test('may show the captcha, and no page of the app, in a frame', () => {
    const policyOf = (path: string) => embedded?.(path)?.headers['content-security-policy']
    expect(policyOf('/captcha')).toMatch(/frame-ancestors 'self' https:\/\/shop\.example$/)
    expect(policyOf('/')).toContain("frame-ancestors 'none'")
  })

  test('ask for parts.js each time, since it names files of this version', () => {
    expect(app?.('/parts.js')?.headers['cache-control']).toBe('no-cache')
  })
})

test('a folder without an app is none', () => {
  expect(appWith({ folder: tmpdir() })).toBeUndefined()
})
