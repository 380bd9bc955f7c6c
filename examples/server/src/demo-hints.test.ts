import { describe, expect, it } from 'vitest'
import { demoHints } from './demo-hints.js'

const url = 'http://localhost:8080'

describe('the hints of the demo', () => {
  it('list each login with its password, and a command to sign in', () => {
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
