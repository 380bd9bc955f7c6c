import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { curl, demoHints, startHints } from './hints.js'

const url = 'http://localhost:8080'

describe('the hints at the start', () => {
  it('tell where the server is', () => {
    expect(startHints({ url, installed: true, installToken: undefined })).toBe(
      'OpenSupports listens on http://localhost:8080, its API is at http://localhost:8080/api\n',
    )
  })

  it('hold the two commands that install it', () => {
    const hints = startHints({ url, installed: false, installToken: undefined })
    expect(hints.match(/^ {2}curl .*$/gm)).toEqual([
      expect.stringContaining(`${url}/api/system/init-settings `),
      expect.stringContaining(`${url}/api/system/init-admin `),
    ])
    expect(hints).not.toContain('installToken')
  })

  it('hold the token in both commands, where others can reach the server', () => {
    const hints = startHints({ url, installed: false, installToken: 's3cret' })
    expect(hints.match(/--data-urlencode installToken=s3cret/g)).toHaveLength(2)
  })
})

describe('a command', () => {
  it('reaches curl as it was meant, whatever signs it holds', () => {
    const value = `it's "$HOME" & \\ more; \`ls\``
    const command = curl(`${url}/api`, { path: '/a/b', fields: { name: value } })
    const printed = execFileSync('sh', ['-c', `curl() { printf '%s\\n' "$@"; }; ${command}`], {
      encoding: 'utf8',
    })
    expect(printed.split('\n')).toEqual([`${url}/api/a/b`, '--data-urlencode', `name=${value}`, ''])
  })
})

describe('the hints of the demo', () => {
  it('name each login with its password, and a command to sign in', () => {
    const logins = [
      { name: 'Ada', email: 'ada@shop.example', role: 'admin' },
      { name: 'Jo Customer', email: 'jo@post.example', role: 'customer' },
    ] as const
    const hints = demoHints(`${url}/api`, logins, 'pass-word')
    expect(hints).toMatch(/^ {2}admin +Ada +ada@shop\.example +pass-word$/m)
    expect(hints).toMatch(/^ {2}customer +Jo Customer +jo@post\.example +pass-word$/m)
    expect(hints).toContain(
      `curl ${url}/api/user/login --data-urlencode email=ada@shop.example --data-urlencode password=pass-word --data-urlencode staff=1`,
    )
  })
})
