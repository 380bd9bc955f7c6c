import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { curl, startHints } from './hints.js'

const url = 'http://localhost:8080'

const started = { url, localUrl: url, linksUrl: url, installed: true, installToken: undefined }

describe('the hints at the start', () => {
  it('have the address of the server', () => {
    expect(startHints(started)).toBe(
      'OpenSupports listens on http://localhost:8080, its API is at http://localhost:8080/api\n',
    )
    const publicUrl = 'https://help.example.com'
    expect(startHints({ ...started, url: publicUrl, linksUrl: publicUrl })).toBe(
      'OpenSupports listens on http://localhost:8080, its API is at https://help.example.com/api\n',
    )
  })

  it('have the address of links if it differs', () => {
    expect(startHints({ ...started, linksUrl: 'https://old.example' })).toContain(
      'Links in mails lead to https://old.example,',
    )
  })

  it('have the address of the installation page, and no password', () => {
    const hints = startHints({ ...started, installed: false })
    expect(hints).toContain(`  ${url}/install\n`)
    expect(hints).toContain('create-admin')
    expect(hints).not.toMatch(/password|token/)
  })

  it('have the token in that address if others can reach the server', () => {
    const hints = startHints({ ...started, installed: false, installToken: 's3cret' })
    expect(hints).toContain(`  ${url}/install?token=s3cret\n`)
  })
})

describe('a command', () => {
  it('is quoted for the shell, whatever characters it has', () => {
    const value = `it's "$HOME" & \\ more; \`ls\``
    const command = curl(`${url}/api`, { path: '/a/b', fields: { name: value } })
    const printed = execFileSync('sh', ['-c', `curl() { printf '%s\\n' "$@"; }; ${command}`], {
      encoding: 'utf8',
    })
    expect(printed.split('\n')).toEqual([`${url}/api/a/b`, '--data-urlencode', `name=${value}`, ''])
  })
})
