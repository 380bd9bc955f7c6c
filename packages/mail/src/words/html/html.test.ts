import { describe, expect, test } from 'vitest'
import { answerOf, textOfHtml } from '../index.js'

const answer = (html: string) => answerOf({ text: undefined, html, isAnswer: true }).text

describe('HTML as text', () => {
  test.each([
    ['paragraphs', '<p>a</p><p>b<br>c</p>', 'a\n\nb\nc'],
    ['lines of divs', '<div>a<br></div><div><br></div><div>b</div>', 'a\n\nb'],
    ['many empty lines', '<p>a</p><p>&nbsp;</p><br><br><p>b</p>', 'a\n\nb'],
    [
      'lines of Outlook',
      '<p class="MsoNormal">a</p><p class=MsoNormal>b</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>c</p>',
      'a\nb\n\nc',
    ],
    ['white space', '  a \n\t b <b> c</b>d ', 'a b cd'],
    ['entities', 'T&ouml;pfe &lt;3 &amp; more &#8364; &#x1F600; &copy', 'Töpfe <3 & more € 😀 ©'],
    ['headings', '<h1>Title</h1>text', 'Title\n\ntext'],
    ['lists', '<ul><li>a<li>b</ul><ol start="3"><li>c</li><li><p>d</p></li></ol>', '* a\n* b\n\n3. c\n4. d'],
    ['lists in lists', '<ul><li>a<ul><li>b</ul><li>c</ul>', '* a\n\n  * b\n\n* c'],
    ['preformatted text', '<pre>a\n  b &lt;c&gt;\n\nd</pre>', 'a\n  b <c>\n\nd'],
    ['styles that keep lines', '<div style="white-space: pre-wrap">a\n b</div>c', 'a\n b\nc'],
    ['rules', 'a<hr>b', 'a\n--------------------\nb'],
    ['block quotes', '<blockquote>a<blockquote>b</blockquote></blockquote>c', '> a\n>\n> > b\n\nc'],
    [
      'links',
      'See <a href="https://x.example/a?b=1&amp;c">this</a>.',
      'See this [https://x.example/a?b=1&c].',
    ],
    [
      'links that say their address',
      '<a href="https://x.example/">x.example</a> <a href="mailto:a@x.example?subject=s">a@x.example</a> <a href="tel:1">1</a>',
      'x.example a@x.example 1',
    ],
    ['links that lead nowhere', '<a href="#top">top</a> <a href="javascript:x()">x</a> <a>y</a>', 'top x y'],
    ['pictures', 'a <img src="cid:1" alt="logo"> b', 'a b'],
    [
      'scripts and styles',
      'a<script>if (x < 1) y("</p>")</script><style>p { color: red }</style><title>t</title>b',
      'ab',
    ],
    ['comments', 'a<!-- x --><!--[if mso]><p>y</p><![endif]--><![if !mso]>b<![endif]>', 'ab'],
    ['tags in capitals', '<P>a</P><TABLE><TR><TD>b</TD><TD>c</TD></TR></TABLE>', 'a\n\nb | c'],
    ['unknown tags', '<o:p>a</o:p><x-y>b</x-y>', 'ab'],
    ['no tags', 'a < b and c > d', 'a < b and c > d'],
    ['CDATA', 'a<![CDATA[b]]>c', 'abc'],
  ])('shows %s', (_, html, text) => {
    expect(textOfHtml(html)).toBe(text)
  })
})

describe('tables', () => {
  test.each([
    [
      'keep cells apart',
      '<p>Our order:</p><table><tr><th>Item</th><th>Qty</th></tr><tr><td>Pump</td><td>3</td></tr></table>',
      'Our order:\n\nItem | Qty\nPump | 3',
    ],
    ['without end tags', '<table><tr><td>Pump<td>3<tr><td>Valve<td>12</table>', 'Pump | 3\nValve | 12'],
    [
      'with paragraphs in cells',
      '<table><tbody><tr><td><p>Pump</p></td><td><p>3</p></td></tr></tbody></table>',
      'Pump | 3',
    ],
    [
      'with empty cells',
      '<table><tr><td></td><td>Pump</td><td>&nbsp;</td><td>3</td></tr></table>',
      'Pump | 3',
    ],
    [
      'for the layout show cells below each other',
      '<table><tr><td>Menu<br>Home</td><td><p>Hello</p><p>World</p></td></tr></table>',
      'Menu\nHome\n\nHello\n\nWorld',
    ],
    [
      'in tables',
      '<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr><tr><td>c</td></tr></table>',
      'a | b\n\nc',
    ],
    ['in quotes', '<blockquote><table><tr><td>a</td><td>b</td></tr></table></blockquote>', '> a | b'],
    ['without rows', '<table><td>a</td><td>b</td></table>', 'a | b'],
    ['that are none', '<td>a</td><td>b</td>', 'a\nb'],
  ])('%s', (_, html, text) => {
    expect(textOfHtml(html)).toBe(text)
  })
})

describe('what a style hides', () => {
  test.each([
    ['is left out', '<div style="display:none;max-height:0">Preview</div><p>a</p>', 'a'],
    ['is left out however it is spelt', '<span STYLE="color:red; Display : NONE !important">x</span>a', 'a'],
    ['is left out with all that is in it', '<div style="display:none"><div>x</div><b>y</div>a', 'a'],
    ['is shown by a later word', '<div style="display:none;display:block">a</div>', 'a'],
    [
      'is shown when it has another reason',
      '<div style="font-size:0">a</div><div style="visibility:hidden">b</div>',
      'a\nb',
    ],
    ['is shown when nothing ends it', '<div style="display:none">a<p>b', 'a\n\nb'],
    ['is shown when nothing else is there', '<div style="display:none">a</div>', 'a'],
    ['ends where a block ends the paragraph', '<p style="display:none">x<div>a</div></p>', 'a'],
    ['may be the padding of a preview', '<div>&zwnj;&nbsp;&#847;&shy;</div>a', 'a'],
  ])('%s', (_, html, text) => {
    expect(textOfHtml(html)).toBe(text)
  })
})

const gmailIntro =
  '<div dir="ltr" class="gmail_attr">On Wed, Nov 25, 2026 at 10:00 AM Help &lt;<a href="mailto:help@helpdesk.example">help@helpdesk.example</a>&gt; wrote:<br></div>'
const outlookHead =
  '<b>From:</b> Help &lt;help@helpdesk.example&gt;<br><b>Sent:</b> Wednesday, November 25, 2026 10:00<br><b>To:</b> Jane<br><b>Subject:</b> Pump'

describe('an answer in HTML loses what', () => {
  test.each([
    [
      'Gmail quotes',
      `<div dir="ltr">Yes.</div><br><div class="gmail_quote gmail_quote_container">${gmailIntro}<blockquote class="gmail_quote" style="margin:0">Question?</blockquote></div>`,
    ],
    [
      'Gmail quotes in a language that nobody knows',
      '<div>Yes.</div><div class="gmail_quote"><div class="gmail_attr">Zapsalaru Help<br></div><blockquote class="gmail_quote">Question?</blockquote></div>',
    ],
    [
      'Apple Mail quotes',
      '<div>Yes.</div><br><div><blockquote type="cite"><div>On 25 Nov 2026, at 10:00, Help &lt;help@helpdesk.example&gt; wrote:</div><br><div>Question?</div></blockquote></div>',
    ],
    [
      'Thunderbird quotes',
      '<p>Yes.</p><div class="moz-cite-prefix">Am 25.11.26 um 10:00 schrieb Help:<br></div><blockquote type="cite" cite="mid:1@helpdesk.example">Question?</blockquote>',
    ],
    [
      'Yahoo quotes',
      '<div>Yes.</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Wednesday, Help &lt;help@helpdesk.example&gt; wrote:</div><div>Question?</div></div>',
    ],
    [
      'Proton quotes',
      '<div>Yes.</div><div class="protonmail_quote">On Wednesday Help wrote:<br><blockquote class="protonmail_quote" type="cite">Question?</blockquote></div>',
    ],
    [
      'Outlook quotes',
      `<p class="MsoNormal">Yes.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal">${outlookHead}</p></div><p class="MsoNormal">Question?</p>`,
    ],
    [
      'Outlook on the web quotes',
      `<div>Yes.</div><div id="appendonsend"></div><hr style="width:98%"><div id="divRplyFwdMsg" dir="ltr">Whoever: Help</div><div>Question?</div>`,
    ],
    [
      'Outlook for a phone quotes',
      `<div>Yes.</div><hr><div id="divRplyFwdMsg"><font>Absender: Help</font></div><div>Question?</div>`,
    ],
    [
      'Outlook for a Mac quotes',
      `<div>Yes.</div><span id="OLK_SRC_BODY_SECTION"><div>${outlookHead}</div><div>Question?</div></span>`,
    ],
    [
      'the new Outlook quotes',
      `<div>Yes.</div><div id="mail-editor-reference-message-container"><div>${outlookHead}</div><div>Question?</div></div>`,
    ],
    [
      'Hotmail quotes',
      '<div>Yes.</div><hr>Date: Thu, 26 Nov 2026 13:53:45 +0400<br>Subject: x<br>From: help@helpdesk.example<br>To: jane@customer.example<br><br>Question?',
    ],
    ['Windows Live quotes', '<div>Yes.</div><hr id="stopSpelling">Whatever it says.<br>Question?'],
    [
      'GMX quotes',
      '<div>Yes.</div><div name="quote" style="border-left:2px solid"><div><b>Gesendet:</b> Mittwoch, 25. November 2026 um 10:00 Uhr<br><b>Von:</b> Help &lt;help@helpdesk.example&gt;<br><b>An:</b> jane@customer.example<br><b>Betreff:</b> Pump</div><div>Question?</div></div>',
    ],
    [
      'a table of headers introduces',
      '<div>Yes.</div><table><tr><th>Betreff:</th><td>Pump</td></tr><tr><th>Datum:</th><td>25.11.2026</td></tr><tr><th>Von:</th><td>Help</td></tr></table><p>Question?</p>',
    ],
  ])('%s', (_, html) => {
    expect(answer(html)).toBe('Yes.')
  })
})

describe('an answer in HTML keeps', () => {
  test('words between quotes, with the quotes', () => {
    const html = `<div>Hello,</div><div class="gmail_quote">${gmailIntro}<blockquote class="gmail_quote">Which model?</blockquote><div>X-200</div><blockquote class="gmail_quote">Which error?</blockquote><div>E42</div></div>`
    const words = ['Hello,', '> Which model?', 'X-200', '> Which error?', 'E42']
    const lines = answer(html).split('\n')
    expect(words.map((word) => lines.indexOf(word))).not.toContain(-1)
  })

  test('block quotes that a person made', () => {
    const html = '<div>The log says:</div><blockquote style="margin:0 0 0 40px;border:none">E42</blockquote>'
    expect(answer(html)).toContain('E42')
  })

  test.each([
    [
      'Gmail',
      `<div>See.</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: Bob<br>Date: 25.11.2026<br>Subject: Pump<br></div><div>Order 4711</div></div>`,
    ],
    [
      'Apple Mail',
      `<div>See.</div><div>Begin forwarded message:</div><blockquote type="cite"><div><b>From: </b>Bob</div><div><b>Subject: </b>Pump</div><div><b>Date: </b>25.11.2026</div><div>Order 4711</div></blockquote>`,
    ],
    [
      'Yahoo',
      `<div>See.</div><div class="yahoo_quoted"><div>----- Forwarded Message -----</div><div>From: Bob</div><div>Order 4711</div></div>`,
    ],
    [
      'Thunderbird',
      `<div>See.</div><div class="moz-forward-container">-------- Forwarded Message --------<table><tr><th>Subject:</th><td>Pump</td></tr><tr><th>Date:</th><td>25.11.2026</td></tr><tr><th>From:</th><td>Bob</td></tr></table>Order 4711</div>`,
    ],
  ])('what %s forwards', (_, html) => {
    expect(answer(html)).toContain('Order 4711')
  })

  test('everything if it is only a quote', () => {
    expect(answer('<div id="divRplyFwdMsg">From: Help</div><div>Question?</div>')).toBe(
      'From: Help\nQuestion?',
    )
  })

  test('quote marks in a mail that answers nothing', () => {
    const html = `<div>See.</div><hr><div id="divRplyFwdMsg">${outlookHead}</div><div>Order 4711</div>`
    expect(answerOf({ text: undefined, html, isAnswer: false }).text).toContain('Order 4711')
  })
})
