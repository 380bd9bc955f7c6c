import { describe, expect, test } from 'vitest'
import { readMail } from '../mime/index.js'

const read = async (...lines: string[]) => {
  const head = ['From: Jane Roe <jane@customer.example>', 'To: help@helpdesk.example', 'MIME-Version: 1.0']
  return (await readMail(new Uint8Array(Buffer.from([...head, ...lines].join('\r\n'))))).text
}
const plain = 'Content-Type: text/plain; charset=utf-8'
const html = 'Content-Type: text/html; charset=utf-8'
const header = [
  'From: Bob <bob@plant.example>',
  'Sent: Tuesday, November 24, 2026 3:12 PM',
  'Subject: Pump',
  '',
]

describe('a whole mail', () => {
  test('that is forwarded keeps the forwarded mail, although it refers to one', async () => {
    for (const subject of ['Subject: FW: Pump', 'Subject: WG: Pumpe', 'Subject: Fwd: Pump'])
      for (const line of ['', '-----Original Message-----', '---------- Forwarded message ---------'])
        expect(
          await read(subject, 'References: <1@x>', plain, '', 'See.', '', line, ...header, 'Order 4711.'),
        ).toContain('Order 4711.')
  })

  test('with format=flowed keeps answers between quotes apart from them', async () => {
    const flowed = `${plain}; format=flowed`
    const words = [
      'Hello,',
      '',
      'On 24.11.26 15:12, Help wrote:',
      '> Which model? ',
      'X-200',
      '> Which error? ',
      'E42',
    ]
    const lines = (await read('Subject: Re: x', flowed, '', ...words)).split('\n')
    expect(lines).toContain('Hello,')
    expect(lines).toContain('X-200')
    expect(lines).toContain('E42')
  })

  test('that answers in German with a wrapped attribution loses the quote', async () => {
    const quote = [
      'Hilfe <help@helpdesk.example> schrieb am Fr., 28.',
      'Apr. 2026 um 11:53 Uhr:',
      '',
      '> Frage?',
    ]
    expect(await read('Subject: Re: x', plain, '', 'Ja.', '', ...quote)).toBe('Ja.')
    expect(await read('Subject: Frage', plain, '', 'Ja.', '', ...quote)).toContain('> Frage?')
  })

  test('that answers only in HTML loses the quote', async () => {
    const body =
      '<div>Yes.</div><hr id="stopSpelling">Date: Thu, 26 Jun 2026<br>From: help@helpdesk.example<br>Subject: x<br>To: jane<br><br>Question?'
    expect(await read('Subject: x', 'In-Reply-To: <1@helpdesk.example>', html, '', body)).toBe('Yes.')
  })

  test('with a table keeps the cells apart', async () => {
    const table = '<table><tr><th>Item</th><th>Qty</th></tr><tr><td>Pump</td><td>3</td></tr></table>'
    expect(await read('Subject: Order', html, '', `<p>Our order:</p>${table}`)).toBe(
      'Our order:\n\nItem | Qty\nPump | 3',
    )
  })

  test('that answers nothing keeps `>` marks, greetings and dashes', async () => {
    const words = ['Config:', '> set port 80', 'fails.', '', 'Cheers', '', '--', 'E42', '-- ', 'E43']
    expect(await read('Subject: Config', plain, '', ...words)).toBe(words.join('\n'))
  })

  test('with a stub of plain text becomes the text of its HTML', async () => {
    const parts = [
      '--b',
      plain,
      '',
      'Please open this mail in a program that shows HTML.',
      '--b',
      html,
      '',
      '<p>Order 4711: the pump leaks.</p>',
      '--b--',
    ]
    expect(await read('Subject: x', 'Content-Type: multipart/alternative; boundary=b', '', ...parts)).toBe(
      'Order 4711: the pump leaks.',
    )
  })
})
