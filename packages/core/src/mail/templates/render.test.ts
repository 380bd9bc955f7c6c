import { describe, expect, test } from 'vitest'
import { languageCodes } from '../../model/index.js'
import { broughtTemplate, mailTemplateNames, renderMail } from './index.js'

const site = { title: 'Smith & Sons <Help>', headerImage: '', mandatoryLogin: false }
const url = 'https://help.example/desk'
const values = {
  to: "o'neil+1@x.example",
  name: '<b>Jane</b> & "Co"',
  title: '{{url}} <script>alert(1)</script>',
  url,
  ticketNumber: '123456',
  token: 'tok',
  verificationToken: 'ver',
  newemail: 'new@x.example',
  webhook: 'Shop <1> (shop.example)',
  cause: 'the receiver answered 503',
}
const render = (
  template: (typeof mailTemplateNames)[number],
  more: Partial<typeof site> = {},
  content = '',
) => renderMail(template, broughtTemplate(template, 'en'), { ...values, content }, { ...site, ...more })

describe.each(mailTemplateNames)('%s', (template) => {
  test.each(languageCodes)('is complete in %s, as HTML and as text', async (language) => {
    const texts = broughtTemplate(template, language)
    const { subject, html, text } = await renderMail(
      template,
      texts,
      { ...values, content: '<p>It burns.</p>' },
      site,
    )
    for (const words of [subject, html, text]) {
      expect(words).not.toMatch(/\{\{(?!url)/)
      expect(words).not.toContain('undefined')
    }
    expect(html).not.toMatch(/<script|<b>Jane/)
    expect(html).toMatch(/<html lang="[a-zA-Z-]{2,5}">/)
    expect(text).not.toMatch(/<br|<p>|&lt;|&amp;/)
  })
})

describe('values', () => {
  test('are text in the HTML, whatever they hold', async () => {
    const { html } = await render('TICKET_CLOSED')
    expect(html).toContain('&lt;b&gt;Jane&lt;/b&gt; &amp; "Co"')
    expect(html).toContain('{{url}} &lt;script&gt;alert(1)&lt;/script&gt;')
    expect(html).toContain('Smith &amp; Sons &lt;Help&gt;')
  })

  test('are encoded where they are part of an address', async () => {
    const { html, text } = await render('USER_SIGNUP')
    const address = `${url}/verify-token/o'neil%2B1%40x.example/ver`
    expect(text).toContain(address)
    expect(html).toContain(`href="${address.replace("'", '&#39;')}"`)
    const recover = `${url}/recover-password?email=o'neil%2B1%40x.example&token=tok`
    expect((await render('PASSWORD_FORGOT')).text).toContain(recover)
    expect((await render('PASSWORD_FORGOT')).html).toContain(
      `${recover.replaceAll('&', '&amp;').replace("'", '&#39;')}"`,
    )
  })

  test('cannot end a line of the subject', async () => {
    const texts = { ...broughtTemplate('TICKET_CLOSED', 'en'), subject: '{{title}}' }
    const { subject } = await renderMail(
      'TICKET_CLOSED',
      texts,
      { title: 'a\r\nBcc: b@x.example\u2028c' },
      site,
    )
    expect(subject).toBe('a Bcc: b@x.example c')
  })

  test('are not expanded themselves, and unknown variables stay', async () => {
    const texts = { ...broughtTemplate('USER_PASSWORD', 'en'), text2: '{{name}} {{nobody}} {{constructor}}' }
    const { text } = await renderMail('USER_PASSWORD', texts, { name: '{{to}}', to: 'x' }, site)
    expect(text).toContain('{{to}} {{nobody}} {{constructor}}')
  })
})

describe('the button', () => {
  test.each([
    ['TICKET_CREATED', {}, `${url}/check-ticket/123456/o'neil%2B1%40x.example`],
    ['TICKET_CLOSED', {}, `${url}/check-ticket/123456/o'neil%2B1%40x.example`],
    ['TICKET_CLOSED', { mandatoryLogin: true }, url],
    ['TICKET_RESPONDED', {}, url],
    ['USER_INVITE', {}, `${url}/recover-password?email=o'neil%2B1%40x.example&token=tok&invited=true`],
  ] as const)('of %s with %j leads to %s', async (template, settings, address) => {
    expect((await render(template, settings)).text).toMatch(
      new RegExp(`: ${address.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`, 'm'),
    )
  })

  test('has no link that is not a web address', async () => {
    const texts = broughtTemplate('TICKET_RESPONDED', 'en')
    const { html } = await renderMail(
      'TICKET_RESPONDED',
      texts,
      { ...values, url: 'javascript:alert(1)' },
      site,
    )
    expect(html).not.toContain('javascript:')
  })
})

test('quoted content is in the mail, cleaned', async () => {
  const { html, text } = await render(
    'TICKET_RESPONDED',
    {},
    '<p onclick="x()">It <b>burns</b>.</p><script>x()</script>',
  )
  expect(html).toContain('<p>It <b>burns</b>.</p>')
  expect(html).not.toMatch(/onclick|<script/)
  expect(text).toContain('  It burns.')
})

test('edited texts are cleaned, and keep their formatting', async () => {
  const texts = {
    ...broughtTemplate('USER_PASSWORD', 'en'),
    text1: '<i>Hi</i><iframe src="x"></iframe>',
    text3: null,
  }
  expect((await renderMail('USER_PASSWORD', texts, values, site)).html).toMatch(/<h1[^>]*><i>Hi<\/i><\/h1>/)
})

test('the picture of the settings is on top, if it is of the web', async () => {
  const head = async (headerImage: string) =>
    (await render('USER_PASSWORD', { headerImage })).html.match(/<img[^>]*>/)?.[0]
  expect(await head('https://site.example/logo.png?a="b"')).toContain(
    'src="https://site.example/logo.png?a=&quot;b&quot;"',
  )
  expect(await head('javascript:alert(1)')).toBeUndefined()
  expect(await head('')).toBeUndefined()
})
