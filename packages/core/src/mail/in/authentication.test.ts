import { describe, expect, test } from 'vitest'
import { parseResults, verdictOn } from './authentication.js'

const server = 'mx.helpdesk.example'
const verdict = (headers: readonly string[], address = 'jane@customer.example', trusted = server) =>
  verdictOn({ authenticationResults: headers }, trusted, address)

/** Parses a header, with properties as plain objects. */
const parsed = (value: string) => {
  const { server, checks } = parseResults(value)
  return [
    server,
    ...checks.map(({ method, result, properties }) => [method, result, Object.fromEntries(properties)]),
  ]
}

describe('a header is read', () => {
  test.each<[string, string, ...unknown[]]>([
    ['with a version, and no result', 'example.org 1; none', 'example.org'],
    [
      'with several checks and properties',
      'Example.COM;\r\n\tSPF=Pass smtp.mailfrom=jane@x.example ;dkim=fail reason="bad; signature" header.i=@X.example',
      'example.com',
      ['spf', 'pass', { 'smtp.mailfrom': 'jane@x.example' }],
      ['dkim', 'fail', { reason: 'bad; signature', 'header.i': '@X.example' }],
    ],
    [
      'with comments anywhere, also in comments, also with what would end something',
      'a.example (the (nested; \\) dmarc=pass) one) 1 (x); dkim (v=) = (y) pass (good; (2048 bit)) (z) header.d=b.example(c)',
      'a.example',
      ['dkim', 'pass', { 'header.d': 'b.example' }],
    ],
    [
      'with quoted names that hold blanks, quotes and semicolons',
      '"mx; 1"; spf=pass smtp.mailfrom="a\\" ; dmarc=pass"@b.example; dmarc=none',
      'mx; 1',
      ['spf', 'pass', { 'smtp.mailfrom': 'a" ; dmarc=pass@b.example' }],
      ['dmarc', 'none', {}],
    ],
    [
      'with versions of methods, and equals signs in values',
      'a; dkim/1=pass header.b=aGk=; x=1',
      'a',
      ['dkim', 'pass', { 'header.b': 'aGk=' }],
      ['x', '1', {}],
    ],
    [
      'with a property twice: the first counts',
      'a; dmarc=pass header.from=a header.from=b',
      'a',
      ['dmarc', 'pass', { 'header.from': 'a' }],
    ],
    ['that is empty', '', ''],
    ['that breaks off in a quote', 'a; spf="pass; dmarc=pass', 'a', ['spf', 'pass; dmarc=pass', {}]],
    ['that breaks off in a comment', 'a; spf=pass (; dmarc=pass', 'a', ['spf', 'pass', {}]],
    ['without sense', ';;= = ; ==a)b; c', '', ['', '=', {}], ['', '=a)b', {}]],
  ])('%s', async (_, value, ...expected) => {
    expect(parsed(value)).toEqual(expected)
  })

  test.each([
    ['(', 1],
    ['(\\', 1],
    ['";', 1],
    ['a=b;', 1],
    [';', 1],
    ['a(', 1],
    ['= ', 1],
    ['"\\', 1],
  ])('from left to right, however often %j is repeated', (piece) => {
    // The parser reads characters by `at` and `charAt` alone, so count these calls.
    const looks = (length: number) => {
      let count = 0
      const text = `a;${piece.repeat(length)}`
      const counted = new Proxy(Object(text), {
        get(target, key) {
          if (key === 'charAt' || (typeof key === 'string' && /^[0-9]+$/.test(key))) count++
          const value = Reflect.get(target, key)
          return typeof value === 'function' ? value.bind(text) : value
        },
      })
      parseResults(counted as string)
      return count
    }
    const once = looks(2000)
    expect(once).toBeGreaterThan(1000)
    expect(looks(4000)).toBeLessThanOrEqual(2 * once + 10)
  })
})

describe('a sender is authenticated', () => {
  test.each([
    ['by DMARC', `${server}; dmarc=pass header.from=customer.example`],
    ['by DMARC that does not say for whom', `${server}; dmarc=pass (p=none)`],
    ['by DMARC although SPF fails', `${server}; spf=fail; dmarc=pass header.from=customer.example`],
    ['by a signature of the same domain', `${server}; dkim=pass header.d=Customer.example`],
    ['by a signature that names only its signer', `${server}; dkim=pass header.i=@mail.customer.example`],
    ['by a signature of a sub-domain', `${server}; dkim=pass header.d=mail.customer.example; spf=fail`],
    [
      'by the second of two signatures',
      `${server}; dkim=pass header.d=relay.example; dkim=pass header.d=customer.example`,
    ],
    ['whatever the letter case of the server', `MX.Helpdesk.Example 1; dmarc=pass`],
  ])('%s', async (_, header) => {
    expect(await verdict([header])).toBe('pass')
  })

  test('by a signature of the domain above', async () => {
    expect(
      await verdict([`${server}; dkim=pass header.d=customer.example`], 'jane@mail.customer.example'),
    ).toBe('pass')
  })

  test('in whatever script the domain is written', async () => {
    const header = `${server}; dmarc=pass header.from=xn--mller-kva.example`
    expect(await verdict([header], 'joerg@müller.example')).toBe('pass')
    expect(
      await verdict([`${server}; dkim=pass header.d=müller.example`], 'joerg@xn--mller-kva.example'),
    ).toBe('pass')
  })
})

describe('no sender is authenticated', () => {
  const pass = `${server}; dmarc=pass header.from=customer.example; dkim=pass header.d=customer.example`
  test.each<[string, readonly string[]]>([
    ['by another server', ['mx.evil.example; dmarc=pass']],
    ['by a server whose name only begins so', [`${server}.evil.example; dmarc=pass`]],
    ['by what follows a name that is not the server', [`mx.evil.example; ${pass}`]],
    ['by DMARC for another domain', [`${server}; dmarc=pass header.from=evil.example`]],
    ['by a signature of another domain', [`${server}; dkim=pass header.d=evil.example`]],
    ['by a signature of a domain that ends alike', [`${server}; dkim=pass header.d=evilcustomer.example`]],
    ['by a signature that fails', [`${server}; dkim=fail header.d=customer.example`]],
    ['by SPF alone', [`${server}; spf=pass smtp.mailfrom=jane@customer.example`]],
    ['by words in a comment', [`${server}; dkim=none (dmarc=pass); spf=none`]],
    ['by words in quotes', [`${server}; spf=none smtp.mailfrom="; dmarc=pass"@customer.example`]],
    ['without a header', []],
  ])('%s', async (_, headers) => {
    expect(await verdict(headers)).toBe('none')
  })

  test('without a server that is trusted', async () => {
    expect(await verdict([pass], undefined, '')).toBe('none')
    expect(await verdict(['; dmarc=pass'], undefined, '')).toBe('none')
  })

  test('by a signature for all of a public suffix', async () => {
    expect(await verdict([`${server}; dkim=pass header.d=co.uk`], 'jane@customer.co.uk')).toBe('none')
    expect(await verdict([`${server}; dkim=pass header.d=evil.github.io`], 'jane@customer.github.io')).toBe(
      'none',
    )
  })

  test('by a header of the trusted server below another one', async () => {
    expect(await verdict([`${server}; spf=none`, pass])).toBe('none')
    expect(await verdict([`${server}; dmarc=fail`, pass])).toBe('fail')
    expect(await verdict(['mx.relay.example; dmarc=fail', pass])).toBe('pass')
  })
})

describe('a sender is forged', () => {
  test.each([
    ['by DMARC', `${server}; dmarc=fail (p=none) header.from=customer.example`],
    ['by DMARC, whatever else passes', `${server}; dkim=pass header.d=customer.example; dmarc=fail`],
    ['by SPF without a signature', `${server}; spf=fail smtp.mailfrom=jane@customer.example; dkim=none`],
    ['by SPF with a signature of somebody else', `${server}; spf=fail; dkim=pass header.d=evil.example`],
  ])('%s', async (_, header) => {
    expect(await verdict([header])).toBe('fail')
  })
})
