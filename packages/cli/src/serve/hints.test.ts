import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { curl, startHints } from './hints.js'

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
