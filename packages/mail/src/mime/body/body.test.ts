import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { readMail } from '../index.js'

const lines = (...all: string[]) => all.join('\r\n')
const head = ['From: Jane Roe <jane@customer.example>', 'Subject: Hello', 'MIME-Version: 1.0']
const read = (...body: string[]) => readMail(new Uint8Array(Buffer.from(lines(...head, ...body))))
const readBytes = (...pieces: (string | Uint8Array)[]) =>
  readMail(new Uint8Array(Buffer.concat(pieces.map((piece) => Buffer.from(piece as Uint8Array)))))
const part = (headers: string[], ...body: string[]) => ['--b', ...headers, '', ...body]
const multipart = (type: string, ...parts: string[][]) =>
  read(`Content-Type: multipart/${type}; boundary=b`, '', ...parts.flat(), '--b--')
const plain = (...body: string[]) => part(['Content-Type: text/plain'], ...body)
const html = (...body: string[]) => part(['Content-Type: text/html'], ...body)
const contentOf = async ({ stream }: { stream(): ReadableStream<Uint8Array> }) =>
  Buffer.from(await new Response(stream()).arrayBuffer())
const names = ({ attachments }: Awaited<ReturnType<typeof readMail>>) => attachments.map(({ name }) => name)

describe('bytes beyond ASCII in headers', () => {
  test.each([
    ['windows-1252', 'Störung am Gerät', 'Jörg Müller', 'Grüße'],
    ['koi8-r', 'Принтер не работает', 'Иван', 'Помогите пожалуйста'],
    ['shift_jis', '障害', '山田', 'プリンターが動きません。'],
    ['gb18030', '打印机', '王小明', '打印机坏了，请帮忙。'],
    ['iso-8859-2', 'Łódź', 'Świętosław', 'Dzień dobry, drukarka nie działa'],
  ])('are decoded like the text, with the label %s or without', async (charset, subject, name, text) => {
    for (const type of [`text/plain; charset=${charset}`, 'text/plain']) {
      const mail = lines(
        `From: ${name} <j@x.example>`,
        `Subject: ${subject}`,
        `Content-Type: ${type}`,
        '',
        text,
      )
      expect(await readBytes(iconv.encode(mail, charset))).toMatchObject({
        subject,
        text,
        from: { name, address: 'j@x.example' },
      })
    }
  })

  test('are decoded as UTF-8 if they are valid, whatever the charset of the text', async () => {
    const mail = [
      'From: Jörg <j@x.example>\r\nSubject: Störung\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n',
    ]
    expect(await readBytes(...mail, iconv.encode('Привет', 'koi8-r'))).toMatchObject({
      subject: 'Störung',
      from: { name: 'Jörg' },
      text: 'Привет',
    })
  })

  test('in addresses are kept', async () => {
    for (const address of ['joerg@müller.example', '小丽@例子.example', 'jörg@x.example'])
      for (const from of [`Jörg <${address}>`, `<${address}>`, address])
        expect((await readBytes(`From: ${from}\r\nSubject: x\r\n\r\nx`)).from?.address).toBe(address)
  })
})

describe('encoded words', () => {
  test.each([
    ['UTF-8 under another label', '=?us-ascii?Q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
    ['another charset under UTF-8', '=?utf-8?Q?Gr=FC=DFe?=', 'Grüße'],
    ['a label that nobody knows', '=?x-unknown?B?R3LDvMOfZQ==?=', 'Grüße'],
    ['a character cut in two', '=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?=', 'Grüße'],
    ['a language', '=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
    ['blanks within', '=?utf-8?Q?Hello World?=', 'Hello World'],
    ['text around them', 'Re: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= and more', 'Re: Grüße and more'],
    ['no end', '=?utf-8?Q?Gr', '=?utf-8?Q?Gr'],
    ['ISO-2022-JP', '=?iso-2022-jp?B?GyRCJUYbKEI=?=', 'テ'],
  ])('with %s are decoded', async (_, subject, decoded) => {
    expect((await readBytes(`From: a@b.example\r\nSubject: ${subject}\r\n\r\nx`)).subject).toBe(decoded)
  })

  test('in a name may contain commas and brackets', async () => {
    const from = '=?utf-8?Q?Roe=2C_Jane_<x=40y>?= <jane@x.example>'
    expect((await readBytes(`From: ${from}\r\n\r\nx`)).from).toEqual({
      name: 'Roe, Jane <x@y>',
      address: 'jane@x.example',
    })
  })
})

describe('the charset of a text', () => {
  test.each([
    ['us-ascii', 'text/plain; charset=us-ascii', Buffer.from('Grüße aus Köln')],
    ['none', 'text/plain', Buffer.from('Grüße aus Köln', 'latin1')],
    ['a wrong one', 'text/plain; charset=utf-8', Buffer.from('Grüße aus Köln', 'latin1')],
  ])('labelled %s is detected', async (_, type, body) => {
    const mail = await readBytes(`${lines(...head, `Content-Type: ${type}`)}\r\n\r\n`, body)
    expect(mail.text).toBe('Grüße aus Köln')
  })

  test.each([
    ['<meta charset="iso-8859-2">', 'iso-8859-2', 'Łódź'],
    ["<META http-equiv='Content-Type' content='text/html; CHARSET=koi8-r'>", 'koi8-r', 'Да'],
  ])('of HTML is read from %s if the header has none', async (meta, charset, text) => {
    const page = iconv.encode(`<html><head>${meta}</head><body>${text}</body></html>`, charset)
    const mail = await readBytes(`${lines(...head, 'Content-Type: text/html')}\r\n\r\n`, page)
    expect(mail.text).toBe(text)
  })
})

describe('names of files', () => {
  const named = async (header: string | Buffer) => {
    const start = lines(...head, 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'x', '--b', '')
    return names(await readBytes(start, header, '\r\n\r\nx\r\n--b--'))[0]
  }

  test.each([
    [
      'bytes in windows-1252',
      iconv.encode('Content-Disposition: attachment; filename="Größe.txt"', 'windows-1252'),
      'Größe.txt',
    ],
    ['bytes in UTF-8', Buffer.from('Content-Type: text/csv; name=Größe.csv'), 'Größe.csv'],
    [
      'bytes in Shift_JIS',
      iconv.encode('Content-Disposition: attachment; filename="請求書のファイル.pdf"', 'shift_jis'),
      '請求書のファイル.pdf',
    ],
    [
      'encoded words',
      'Content-Disposition: attachment; filename="=?utf-8?Q?Gr=C3=B6=C3=9Fe=2Epdf?="',
      'Größe.pdf',
    ],
    [
      'pieces',
      'Content-Disposition: attachment; filename*1="e.pdf"; filename*0*=utf-8\'\'Gr%C3%B6%C3%9F',
      'Größe.pdf',
    ],
    ['a wrong label', "Content-Disposition: attachment; filename*=utf-8''Gr%F6%DFe.pdf", 'Größe.pdf'],
    ['no label', "Content-Disposition: attachment; filename*=''Gr%C3%B6%C3%9Fe.pdf", 'Größe.pdf'],
    ['folders', 'Content-Disposition: attachment; filename="C:\\\\temp\\\\a.pdf"', 'a.pdf'],
    ['blanks and no quotes', 'Content-Disposition: attachment; filename=my file.pdf', 'my file.pdf'],
    ['a semicolon', 'Content-Disposition: attachment; filename="a;b.pdf"', 'a;b.pdf'],
    ['nothing', 'Content-Type: application/pdf', 'attachment-1.pdf'],
  ])('of %s are read', async (_, header, name) => {
    expect(await named(header)).toBe(name)
  })
})

describe('a text part beside HTML', () => {
  test('is ignored if it is a stub', async () => {
    const mail = await multipart(
      'alternative',
      plain('Your mail program cannot show HTML mails.'),
      html('<p>Order 4711: the pump leaks.</p>'),
    )
    expect(mail).toMatchObject({ text: 'Order 4711: the pump leaks.', attachments: [], truncated: false })
  })

  test('is used if it says the same', async () => {
    const words = 'The pump of order 4711 leaks since Monday.'
    expect((await multipart('alternative', plain(words), html(`<p><b>${words}</b></p>`))).text).toBe(words)
  })

  test('is used with HTML in multipart/related', async () => {
    const related = part(
      ['Content-Type: multipart/related; boundary=c'],
      '--c',
      'Content-Type: text/html',
      '',
      '<p>See <img src="cid:1@x"></p>',
      '--c',
      'Content-Type: image/png',
      'Content-ID: <1@x>',
      '',
      'png',
      '--c--',
    )
    const mail = await multipart('alternative', plain('See'), related)
    expect(mail).toMatchObject({ text: 'See', attachments: [{ name: 'attachment-1.png', inline: true }] })
  })

  test('may have alternatives of other types, which are left out', async () => {
    const other = part(['Content-Type: text/x-amp-html'], '<html amp4email>')
    const mail = await multipart('alternative', plain('words'), other)
    expect(mail).toMatchObject({ text: 'words', attachments: [] })
  })
})

describe('texts in several parts', () => {
  test('are joined', async () => {
    const picture = part(['Content-Type: image/png', 'Content-Disposition: inline; filename=a.png'], 'png')
    const mail = await multipart('mixed', plain('Before'), picture, plain('After'))
    expect(mail).toMatchObject({ text: 'Before\nAfter', attachments: [{ name: 'a.png', inline: true }] })
  })

  test('are files if they have a name, except for the first', async () => {
    const named = (name: string, body: string) => part([`Content-Type: text/plain; name=${name}`], body)
    const mail = await multipart('mixed', named('message.txt', 'words'), named('notes.txt', 'notes'))
    expect([mail.text, names(mail)]).toEqual(['words', ['notes.txt']])
  })

  test('are the whole body of a multipart without boundaries', async () => {
    expect((await read('Content-Type: multipart/mixed; boundary=b', '', 'words')).text).toBe('words')
    expect((await read('Content-Type: multipart/mixed', '', 'words')).text).toBe('words')
    expect((await read('Content-Type: text', '', 'words')).text).toBe('words')
  })

  test('in format=flowed are unfolded', async () => {
    const mail = await read('Content-Type: text/plain; format=flowed; delsp=yes', '', 'one para ', 'graph')
    expect(mail.text).toBe('one paragraph')
  })
})

describe('signed mails', () => {
  const signed = (type: string, name: string) =>
    part(
      [`Content-Type: ${type}; name="${name}"`, `Content-Disposition: attachment; filename="${name}"`],
      'xx',
    )

  test.each([
    ['PGP', 'application/pgp-signature', 'signature.asc'],
    ['S/MIME', 'application/pkcs7-signature', 'smime.p7s'],
    ['S/MIME of old', 'application/x-pkcs7-signature', 'smime.p7s'],
    ['S/MIME behind a gateway', 'application/octet-stream', 'smime.p7s'],
  ])('by %s lose their signature', async (_, type, name) => {
    for (const kind of ['signed', 'mixed']) {
      const mail = await multipart(kind, plain('Signed words'), signed(type, name))
      expect(mail).toMatchObject({ text: 'Signed words', attachments: [], truncated: false })
    }
  })

  test('keep their files', async () => {
    const inner = part(
      ['Content-Type: multipart/mixed; boundary=c'],
      '--c',
      '',
      'Signed words',
      '--c',
      'Content-Type: application/pdf; name=a.pdf',
      '',
      'pdf',
      '--c--',
    )
    const mail = await multipart('signed', inner, signed('application/pgp-signature', 'signature.asc'))
    expect([mail.text, names(mail)]).toEqual(['Signed words', ['a.pdf']])
  })

  test('in clear text lose their signature', async () => {
    const body = [
      '-----BEGIN PGP SIGNED MESSAGE-----',
      'Hash: SHA256',
      '',
      'Signed words',
      '- -- dash',
      '-----BEGIN PGP SIGNATURE-----',
      '',
      'iQ==',
      '-----END PGP SIGNATURE-----',
    ]
    expect((await read('', ...body)).text).toBe('Signed words\n-- dash')
    expect((await read('', ...body.slice(0, 6))).text).toContain('BEGIN PGP')
  })

  const element = (tag: number, ...content: Buffer[]) => {
    const value = Buffer.concat(content)
    return Buffer.concat([Buffer.from([tag, 0x82, value.length >> 8, value.length & 255]), value])
  }
  const endless = (tag: number, ...content: Buffer[]) =>
    Buffer.concat([Buffer.from([tag, 0x80]), ...content, Buffer.from([0, 0])])
  const id = (last: number) =>
    element(6, Buffer.from(`2a864886f70d0107${last.toString(16).padStart(2, '0')}`, 'hex'))
  const inner = Buffer.from(lines('Content-Type: text/plain; charset=utf-8', '', 'Signed words: Grüße'))
  const wrapped = (wrap: typeof element, octets: Buffer, kind = 2) =>
    wrap(
      0x30,
      id(kind),
      wrap(
        0xa0,
        wrap(0x30, element(2, Buffer.from([1])), element(0x31), wrap(0x30, id(1), wrap(0xa0, octets))),
      ),
    )
  const opaque = (content: Buffer) =>
    read(
      'Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m',
      'Content-Disposition: attachment; filename=smime.p7m',
      'Content-Transfer-Encoding: base64',
      '',
      content.toString('base64'),
    )

  test('with the content in the signature are opened', async () => {
    const pieces = endless(0x24, element(4, inner.subarray(0, 30)), element(4, inner.subarray(30)))
    for (const content of [wrapped(element, element(4, inner)), wrapped(endless, pieces)])
      expect(await opaque(content)).toMatchObject({ text: 'Signed words: Grüße', attachments: [] })
  })

  test.each([
    ['encrypted', wrapped(element, element(4, inner), 3)],
    ['cut off', wrapped(element, element(4, inner)).subarray(0, 60)],
    ['no such thing', Buffer.from('hello')],
    ['nested without end', Buffer.concat(Array.from({ length: 5000 }, () => Buffer.from([0x30, 0x80])))],
  ])('that are %s are kept as a file', async (_, content) => {
    expect(names(await opaque(content))).toEqual(['smime.p7m'])
  })

  test('lose only the version part if they are encrypted', async () => {
    const version = part(['Content-Type: application/pgp-encrypted'], 'Version: 1')
    const data = part(['Content-Type: application/octet-stream; name=encrypted.asc'], 'pgp')
    expect(names(await multipart('encrypted', version, data))).toEqual(['encrypted.asc'])
  })
})

describe('invites', () => {
  const event = (...more: string[]) => [
    'BEGIN:VCALENDAR',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    ...more,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  const calendar = (...body: string[]) => part(['Content-Type: text/calendar; method=REQUEST'], ...body)

  test('become text, and a file', async () => {
    const mail = await multipart(
      'alternative',
      plain('You are invited.'),
      calendar(
        ...event('DTSTART:20261201T090000Z', 'DTEND:20261201T100000Z', 'SUMMARY:Onboarding\\, part', '  one'),
        'LOCATION:elsewhere',
      ),
    )
    expect(mail.text).toBe(
      'You are invited.\n\nInvitation: Onboarding, part one\nTime: 2026-12-01 09:00 UTC – 2026-12-01 10:00 UTC',
    )
    expect(names(mail)).toEqual(['invite.ics'])
  })

  test.each([
    ['a place', ['SUMMARY:A', 'LOCATION:Room 1\\nBerlin'], 'Invitation: A\nPlace: Room 1 Berlin'],
    [
      'a zone',
      ['DTSTART;TZID="Europe/Berlin":20261201T090000'],
      'Invitation: (no title)\nTime: 2026-12-01 09:00 (Europe/Berlin)',
    ],
    ['a day', ['DTSTART;VALUE=DATE:20261201'], 'Invitation: (no title)\nTime: 2026-12-01'],
    ['no real time', ['DTSTART:soon'], 'Invitation: (no title)'],
  ])('with %s have it in their text', async (_, properties, words) => {
    expect((await read('Content-Type: text/calendar', '', ...event(...properties))).text).toBe(words)
  })

  test('say that they are cancelled', async () => {
    const body = event('SUMMARY:A').join('\r\n').replace('REQUEST', 'CANCEL')
    expect((await read('Content-Type: text/calendar', '', body)).text).toBe('Cancelled: A')
  })

  test('are one text and one file if they come twice', async () => {
    const file = part(
      [
        'Content-Type: application/ics; name=invite.ics',
        'Content-Disposition: attachment; filename=invite.ics',
      ],
      ...event('SUMMARY:A'),
    )
    const mail = await multipart('mixed', plain('Hello'), calendar(...event('SUMMARY:A')), file)
    expect([mail.text, names(mail)]).toEqual(['Hello\n\nInvitation: A', ['invite.ics']])
  })

  test('are only a file if they have no event', async () => {
    const mail = await multipart('mixed', plain('Hello'), calendar('BEGIN:VCALENDAR', 'END:VCALENDAR'))
    expect([mail.text, names(mail)]).toEqual(['Hello', ['invite.ics']])
  })
})

describe('files that mail programs make', () => {
  test('for attached mails are named by the subject, and kept byte for byte', async () => {
    const inner = lines('Subject: =?utf-8?Q?Gr=C3=B6=C3=9Fe?= 4/5', '', 'Not mine.')
    const mail = await multipart(
      'mixed',
      plain('See'),
      part(['Content-Type: message/rfc822'], inner),
      part(['Content-Type: message/rfc822; name="forwarded"'], inner),
      part(
        ['Content-Type: message/rfc822', 'Content-Transfer-Encoding: base64'],
        Buffer.from(inner).toString('base64'),
      ),
      part(['Content-Type: message/rfc822'], '', 'no subject'),
    )
    expect(names(mail)).toEqual(['Größe 4-5.eml', 'forwarded.eml', 'Größe 4-5.eml', 'mail.eml'])
    for (const file of [0, 1, 2].map((place) => mail.attachments[place]))
      expect(file && (await contentOf(file)).toString()).toBe(inner)
    expect(mail.text).toBe('See')
  })

  test('for a digest are its mails', async () => {
    const mail = await multipart(
      'digest',
      ['--b', '', 'Subject: one', '', 'x'],
      ['--b', '', 'Subject: two', '', 'y'],
    )
    expect(names(mail)).toEqual(['one.eml', 'two.eml'])
  })

  test('for Outlook are kept unchanged', async () => {
    const tnef = part(
      ['Content-Type: application/ms-tnef; name=winmail.dat', 'Content-Transfer-Encoding: base64'],
      'eJ8+IgEAAQaQCAAEAAAAAAABAAEAAQeQBgAIAAAA5AQAAAAAAADoAAEI',
    )
    const mail = await multipart('mixed', plain('See attached'), tnef)
    expect(mail).toMatchObject({ text: 'See attached', attachments: [{ name: 'winmail.dat', size: 42 }] })
  })
})
