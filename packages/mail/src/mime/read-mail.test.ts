import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { png as onePixel } from '../../../core/src/testing/pictures.test-support.js'
import { readMail } from './index.js'
import { takeApart } from './take-apart.js'

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'))
const latin = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const lines = (...all: string[]) => all.join('\r\n')
const head = [
  'From: Jane Doe <Jane@Customer.example>',
  'Subject: My printer',
  'Message-ID: <1@customer.example>',
]
const read = (...body: string[]) => readMail(bytes(lines(...head, ...body)))

describe('a plain mail', () => {
  test('is read', async () => {
    const mail = await read('References: <a@x> <b@x>', 'In-Reply-To: <c@x>', '', 'It smokes.', '', 'Help!')
    expect(mail).toMatchObject({
      from: { address: 'jane@customer.example', name: 'Jane Doe' },
      subject: 'My printer',
      references: ['<c@x>', '<b@x>', '<a@x>'],
      text: 'It smokes.\n\nHelp!',
      attachments: [],
      truncated: false,
    })
    expect(mail.headers.get('message-id')).toBe('<1@customer.example>')
  })

  test('has the hash of its bytes', async () => {
    const raw = bytes(lines(...head, '', 'x'))
    const hash = createHash('sha256').update(raw).digest('hex')
    expect((await readMail(raw)).contentHash).toBe(hash)
    const cut = await readMail(raw, { truncated: true, fullSize: 1000 })
    expect(cut.truncated).toBe(true)
    expect(cut.contentHash).not.toBe(hash)
    expect((await readMail(raw, { truncated: true, fullSize: 1001 })).contentHash).not.toBe(cut.contentHash)
  })

  test.each([
    ['encoded words', 'From: =?UTF-8?Q?J=C3=A4ne?= <j@x.example>', { name: 'Jäne', address: 'j@x.example' }],
    ['no name', 'From: j@x.example', { name: '', address: 'j@x.example' }],
    ['a quoted name', 'From: "Doe, Jane" <j@x.example>', { name: 'Doe, Jane', address: 'j@x.example' }],
    ['two senders', 'From: j@x.example, k@x.example', { name: '', address: 'j@x.example' }],
    [
      'a name with line breaks',
      'From: =?UTF-8?B?Sg0KQmNjOiBlQGUuZXhhbXBsZQ==?= <j@x.example>',
      { name: 'J Bcc: e@e.example' },
    ],
    [
      'a name that is an address',
      'From: "boss@x.example" <eve@evil.example>',
      { address: 'eve@evil.example' },
    ],
  ])('has a sender with %s', async (_, from, expected) => {
    expect((await readMail(bytes(lines(from, '', 'x')))).from).toMatchObject(expected)
  })

  test.each(['Subject: x', 'From: ', 'From: <>', 'From: undisclosed-recipients:;'])(
    'with %j has no sender',
    async (from) => {
      expect(
        (await readMail(bytes(lines(from, 'To: a@x.example', '', 'x')))).from?.address ?? '',
      ).not.toContain('@')
    },
  )

  test.each([
    ['utf-8', Buffer.from('Größe'), 'Größe'],
    ['iso-8859-1', Buffer.from('Größe', 'latin1'), 'Größe'],
    ['windows-1252', Buffer.from([0x93, 0x94]), '“”'],
    ['shift_jis', Buffer.from([0x83, 0x65]), 'テ'],
    ['no-such-charset', Buffer.from('abc'), 'abc'],
  ])('in %s is decoded', async (charset, body, text) => {
    const raw = Buffer.concat([
      Buffer.from(lines(...head, `Content-Type: text/plain; charset=${charset}`, '', '')),
      body,
    ])
    expect((await readMail(new Uint8Array(raw))).text).toBe(text)
  })

  test.each([
    ['quoted-printable', 'Gr=C3=B6=\r\n=C3=9Fe'],
    ['base64', 'R3LDtsOfZQ=='],
  ])('in %s is decoded', async (encoding, body) => {
    const type = 'Content-Type: text/plain; charset=utf-8'
    expect((await read(type, `Content-Transfer-Encoding: ${encoding}`, '', body)).text).toBe('Größe')
  })
})

describe('the headers', () => {
  const tell = (...headers: string[]) => readMail(bytes(lines(...headers, ...head, '', 'x')))

  test('give Reply-To and Sender', async () => {
    const mail = await tell(
      'Reply-To: Joe <Joe@customer.example>, <help@customer.example>',
      'Sender: Form <form@site.example>',
    )
    expect(mail.replyTo).toEqual([
      { address: 'joe@customer.example', name: 'Joe' },
      { address: 'help@customer.example', name: '' },
    ])
    expect(mail.sender).toEqual({ address: 'form@site.example', name: 'Form' })
    expect(await tell()).toMatchObject({ replyTo: [], sender: undefined, inReplyTo: [] })
  })

  test('give all Authentication-Results, the topmost first', async () => {
    const { authenticationResults } = await tell(
      'Authentication-Results: mx.site.example;',
      '\tdkim=pass header.d=customer.example',
      'Authentication-Results: evil.example; dmarc=pass',
    )
    expect(authenticationResults).toEqual([
      'mx.site.example; dkim=pass header.d=customer.example',
      'evil.example; dmarc=pass',
    ])
  })

  test('give the answered mail and its ancestors', async () => {
    const mail = await tell('References: <a@x> <b@x>', 'In-Reply-To: <b@x>')
    expect(mail).toMatchObject({ inReplyTo: ['<b@x>'], references: ['<b@x>', '<a@x>'] })
  })
})

test('the original is kept byte for byte, and can be read again', async () => {
  const raw = latin(lines(...head, '', 'Gr\u00fc\u00dfe'))
  const { original } = await readMail(raw)
  for (let time = 0; time < 2; time++)
    expect(new Uint8Array(await new Response(original.stream()).arrayBuffer())).toEqual(raw)
  expect(original.size).toBe(raw.length)
})

describe('an answer', () => {
  test.each([
    [
      'quoted lines',
      'It burns.\n\nOn Mon, Mar 2, 2026 at 12:00 Help <help@x.example> wrote:\n> Unplug it.\n> Now.',
    ],
    [
      'quoted lines in German',
      'It burns.\n\nAm 02.03.2026 um 12:00 schrieb Help <help@x.example>:\n> Unplug it.',
    ],
    ['a signature', 'It burns.\n\n-- \nJane Doe\nHead of Printers'],
    ['the line that a phone adds', 'It burns.\n\nSent from my iPhone'],
  ])('loses %s, which a mail that answers nothing keeps', async (_, body) => {
    const lines = body.split('\n')
    expect((await read('In-Reply-To: <0@x.example>', '', ...lines)).text).toBe('It burns.')
    expect((await read('', ...lines)).text).toBe(body)
  })

  test('is kept if it is only a quote', async () => {
    expect((await read('In-Reply-To: <0@x.example>', '', '> Unplug it.')).text).toBe('> Unplug it.')
  })
})

describe('HTML', () => {
  const html = (body: string) =>
    read('References: <0@x.example>', 'Content-Type: text/html; charset=utf-8', '', body)

  test('becomes text if there is no plain part', async () => {
    const { text } = await html(
      '<style>p{color:red}</style><h1>Hello</h1><p>It&nbsp;<b>burns</b>.<br>See <a href="https://x.example/a">this</a></p><img src="x"><script>x()</script>',
    )
    expect(text).toContain('Hello')
    expect(text).toContain('burns.\nSee this [https://x.example/a]')
    expect(text).not.toMatch(/color|x\(\)|<|img/)
  })

  test('loses the quote of an answer', async () => {
    const { text } = await html(
      '<div>It burns.</div><br><div class="gmail_quote"><div>On Mon, Mar 2, 2026 at 12:00 PM Help &lt;help@x.example&gt; wrote:<br></div><blockquote>Unplug it.</blockquote></div>',
    )
    expect(text).toBe('It burns.')
  })

  test('is not used if there is a plain part', async () => {
    const mail = await read(
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'plain',
      '--b',
      'Content-Type: text/html',
      '',
      '<p>html</p>',
      '--b--',
    )
    expect(mail.text).toBe('plain')
  })
})

describe('files', () => {
  const png = onePixel.toString('base64')
  const part = (headers: string[], body: string) => ['--b', ...headers, '', body]
  const multipart = (...parts: string[][]) =>
    read('Content-Type: multipart/mixed; boundary=b', '', ...parts.flat(), '--b--')

  test('have names and bytes, and can be read twice', async () => {
    const { attachments, text } = await multipart(
      part(['Content-Type: text/plain'], 'See the files.'),
      part(['Content-Type: text/plain; name="../../etc/passwd"', 'Content-Disposition: attachment'], 'root'),
      part(
        ['Content-Type: image/png', 'Content-Disposition: inline', 'Content-Transfer-Encoding: base64'],
        png,
      ),
      part(
        [
          'Content-Type: application/pdf',
          "Content-Disposition: attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe.pdf",
        ],
        '%PDF',
      ),
    )
    expect(text).toBe('See the files.')
    expect(attachments.map(({ name, inline }) => [name, inline])).toEqual([
      ['passwd', false],
      ['attachment-2.png', true],
      ['Größe.pdf', false],
    ])
    const [, picture] = attachments
    for (let time = 0; time < 2; time++) {
      const content = Buffer.from(await new Response(picture?.stream()).arrayBuffer())
      expect(content.toString('base64')).toBe(png)
      expect(content.length).toBe(picture?.size)
    }
  })

  test('are inline if the HTML shows them', async () => {
    const { attachments } = await read(
      'Content-Type: multipart/related; boundary=b',
      '',
      ...part(['Content-Type: text/html'], '<p>Look: <img src="cid:pic@x"></p>'),
      ...part(
        ['Content-Type: image/png; name=a.png', 'Content-ID: <pic@x>', 'Content-Transfer-Encoding: base64'],
        png,
      ),
      '--b--',
    )
    expect(attachments).toMatchObject([{ name: 'a.png', inline: true }])
  })

  test('include an attached mail, whose words are not the sender’s', async () => {
    const { text, attachments } = await multipart(
      part(['Content-Type: text/plain'], 'Forwarded.'),
      part(
        ['Content-Type: message/rfc822'],
        lines('From: eve@evil.example', 'Subject: #123456', '', 'Not mine.'),
      ),
    )
    expect(text).toBe('Forwarded.')
    expect(attachments).toMatchObject([{ name: '#123456.eml', inline: false }])
  })

  test('may have broken or truncated base64', async () => {
    const { text, attachments } = await multipart(
      part(['Content-Type: text/plain'], 'Hello'),
      part(
        ['Content-Disposition: attachment; filename=a.bin', 'Content-Transfer-Encoding: base64'],
        '!!!=%%%iVBOR',
      ),
    )
    expect(text).toBe('Hello')
    expect(attachments).toHaveLength(1)
    const cut = await readMail(
      bytes(lines(...head, 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'Hel')),
    )
    expect(cut.text).toBe('Hel')
  })
})

describe('rubbish', () => {
  test('without headers is rejected with a short message', async () => {
    for (const raw of [bytes(''), bytes('\r\n\r\n'), bytes('\r\nhello')])
      await expect(readMail(raw)).rejects.toThrow('this is not a mail')
  })

  test('after headers is read as far as possible', async () => {
    const noise = Array.from({ length: 5000 }, (_, n) => String.fromCharCode((n * 7919) % 256)).join('')
    const mail = await readMail(latin(`${lines(...head)}\r\n\r\n${noise}`))
    expect(mail.from?.address).toBe('jane@customer.example')
    expect(mail.text).not.toContain('\0')
    expect(mail.text.isWellFormed()).toBe(true)
  })

  const nested = (depth: number) => {
    const open = Array.from({ length: depth }, (_, n) => [
      `Content-Type: multipart/mixed; boundary=b${n}`,
      '',
      `--b${n}`,
    ]).flat()
    return lines(...head, ...open, 'Content-Type: text/plain', '', 'deep down')
  }
  const many = (count: number, line: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => line(n))
  const parts = (count: number, ...part: string[]) =>
    lines(
      ...head,
      'Content-Type: multipart/mixed; boundary=b',
      '',
      ...many(count, () => lines('--b', ...part)),
    )

  test.each([
    ['parts within parts within parts', nested],
    ['parts beside parts', (n: number) => parts(n, '', 'x')],
    ['empty parts', (n: number) => parts(n)],
    ['empty lines', (n: number) => lines(...head, '', '\n'.repeat(n))],
    ['an endless header', (n: number) => lines(...head, `X-Long: ${'x'.repeat(n)}`, '', 'hello')],
    [
      'an endless folded header',
      (n: number) => lines(...head, 'X-Long: x', ...many(n, () => '\tx'), '', 'x'),
    ],
    [
      'headers beside headers',
      (n: number) => lines(...head, ...many(n, (each) => `X-${each + 100_000}: y`), '', 'x'),
    ],
    [
      'headers in each part',
      (n: number) => parts(20, ...many(n / 20, (each) => `X-${each + 100_000}: y`), '', 'x'),
    ],
    ['boundaries within boundaries', (n: number) => `${nested(19)}\r\n${'--\n'.repeat(n)}`],
    ['near boundaries', (n: number) => `${nested(19)}\r\n${'--b1x\n'.repeat(n)}`],
    ['encoded words', (n: number) => lines(`Subject: ${'=?UTF-8?Q?=C3?= '.repeat(n)}`, ...head, '', 'x')],
    ['beginnings of encoded words', (n: number) => lines(`Subject: ${'=?a?Q?'.repeat(n)}`, ...head, '', 'x')],
    ['parameters', (n: number) => lines(...head, `Content-Type: text/plain${'; a*1*=b'.repeat(n)}`, '', 'x')],
    ['senders', (n: number) => lines(`From: ${'"(<a@b.example>;:,'.repeat(n)}`, ...head, '', 'x')],
  ])('of %s takes linear time', (_, raw) => {
    const steps = (size: number) => {
      const work = { steps: 0 }
      expect(takeApart(bytes(raw(size)), {}, work).headers.size).toBeGreaterThan(0)
      return work.steps
    }
    const [once, twice] = [steps(2000), steps(4000)]
    expect(once).toBeGreaterThan(0)
    expect(twice).toBeLessThanOrEqual(2 * once)
  })

  test('beyond the limits is left out, and the mail is marked as truncated', async () => {
    expect((await readMail(bytes(nested(10)))).truncated).toBe(false)
    for (const raw of [nested(50), parts(1000, 'Content-Disposition: attachment', '', 'x')]) {
      const mail = await readMail(bytes(raw))
      expect(mail.truncated).toBe(true)
      expect(mail.attachments.length).toBeLessThanOrEqual(100)
    }
  })

  test('a text beyond the limit becomes a file without loss', async () => {
    const body = 'word '.repeat(700_000)
    const mail = await readMail(bytes(lines(...head, 'Content-Type: text/plain', '', body)))
    expect(mail.text.length).toBeLessThanOrEqual(3_000_000)
    expect(mail.attachments).toMatchObject([{ name: 'attachment-1.txt', size: body.length }])
    expect(mail.truncated).toBe(false)
  })

  test('of repeated fragments is always read, with a well-formed result', () => {
    const fragments = [
      '\r\n',
      '\n',
      '--b',
      '--b--',
      '--c',
      ' ',
      '\t',
      '"',
      '<',
      '>',
      '=',
      '=?',
      '?=',
      '=?utf-8?Q?',
      '=?x?B?',
      'Content-Type: multipart/mixed; boundary=b',
      'Content-Type: multipart/alternative; boundary="c"',
      'Content-Type: text/html',
      'Content-Type: text/calendar',
      'Content-Type: message/rfc822',
      'Content-Type: text/plain; charset=shift_jis; format=flowed',
      'Content-Type: application/pkcs7-mime',
      'Content-Transfer-Encoding: base64',
      'Content-Transfer-Encoding: quoted-printable',
      'MIAGCSqGSIb3DQEHAqCA',
      "Content-Disposition: attachment; filename*0*=utf-8''%e4",
      'filename*1="x',
      'From: ',
      'Subject: ',
      'a@b',
      '\xff',
      '\x80\x81',
      '\xe3\x81',
      '\0',
      '\x1b$B',
      'BEGIN:VEVENT',
      'DTSTART:2026',
      '<meta charset=',
      'cid:',
      '-----BEGIN PGP SIGNED MESSAGE-----',
      '-----BEGIN PGP SIGNATURE-----',
      '> ',
      'x',
    ]
    let seed = 7
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % below
    }
    for (let mails = 0; mails < 1000; mails++) {
      const pieces = Array.from({ length: 1 + random(40) }, () =>
        (fragments[random(fragments.length)] ?? '').repeat(random(10) === 0 ? 1 + random(50) : 1),
      )
      const work = { steps: 0 }
      const raw = latin(`${lines(...head)}\r\n${pieces.join(random(2) === 0 ? '\r\n' : '')}`)
      const mail = takeApart(raw, {}, work)
      expect(work.steps).toBeLessThan(30 * raw.length)
      const texts = [mail.subject, mail.text, mail.from?.name ?? '', ...mail.files.map(({ name }) => name)]
      expect([...texts, ...mail.headers.values()].every((text) => text.isWellFormed())).toBe(true)
      expect(mail.text).not.toContain('\0')
      expect(mail.files.every(({ name, bytes: { length } }) => name !== '' && length <= raw.length)).toBe(
        true,
      )
    }
  })
})
