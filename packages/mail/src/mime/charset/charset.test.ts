import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { decodeText } from './index.js'

const texts: readonly (readonly [charset: string, text: string])[] = [
  ['windows-1252', 'Grüße aus Köln'],
  ['windows-1252', 'Störung am Gerät'],
  ['windows-1252', 'Où est la clé à molette ? “Merci”'],
  ['windows-1252', 'señor mañana'],
  ['windows-1252', 'São Paulo não'],
  ['windows-1252', 'Blåbærgrød på øen'],
  ['windows-1252', 'ÄRGER MIT DER TÜR'],
  ['windows-1250', 'Dzień dobry, drukarka nie działa. Proszę o pomoc.'],
  ['windows-1250', 'Příliš žluťoučký kůň'],
  ['windows-1250', 'Árvíztűrő tükörfúrógép'],
  ['iso-8859-2', 'Zażółć gęślą jaźń'],
  ['iso-8859-2', 'Dzień dobry, drukarka nie działa'],
  ['windows-1254', 'Yazıcı çalışmıyor, lütfen yardım edin'],
  ['windows-1257', 'Spausdintuvas neveikia, prašau padėti'],
  ['windows-1251', 'Привет'],
  ['windows-1251', 'Принтер HP LaserJet не работает, помогите пожалуйста'],
  ['windows-1251', 'Дякую, принтер не працює'],
  ['koi8-r', 'Принтер не работает, помогите пожалуйста'],
  ['koi8-r', 'Здравствуйте! Заказ 4711 не пришёл.'],
  ['iso-8859-5', 'Принтер не работает'],
  ['cp866', 'Принтер не работает'],
  ['windows-1253', 'Ο εκτυπωτής δεν λειτουργεί'],
  ['windows-1255', 'המדפסת לא עובדת, אנא עזרו'],
  ['windows-1256', 'الطابعة لا تعمل، الرجاء المساعدة'],
  ['windows-874', 'เครื่องพิมพ์ไม่ทำงาน'],
  ['shift_jis', 'プリンターが動きません。助けてください。'],
  ['shift_jis', '注文番号4711のポンプが漏れています'],
  ['euc-jp', 'プリンターが動きません。助けてください。'],
  ['euc-jp', 'こんにちは'],
  ['gb18030', '打印机坏了，请帮忙。'],
  ['gb18030', '订单4711的泵漏水了'],
  ['big5', '印表機壞了，請幫忙。'],
  ['big5', '訂單4711的泵漏水了'],
  ['euc-kr', '프린터가 작동하지 않습니다. 도와주세요.'],
  ['euc-kr', '안녕하세요'],
]

const lettersBeyondAscii = (text: string) => [...text].filter((letter) => letter > '\u007f').length

describe('without a usable label', () => {
  test.each(texts)('a text in %s is detected: %s', (charset, text) => {
    const bytes = iconv.encode(text, charset)
    for (const label of [undefined, '', 'utf-8', 'us-ascii', 'x-unknown', 'no such charset'])
      expect(decodeText(bytes, label).text).toBe(text)
  })

  test.each(texts)('a text in %s is detected between tags: %s', (charset, text) => {
    const html = `<html><head><title>x</title></head><body><p class="a">${text}</p><br><div>${text}</div></body>`
    expect(decodeText(iconv.encode(html, charset), undefined).text).toBe(html)
  })

  test.each(texts.filter(([charset, text]) => charset !== 'windows-1254' && lettersBeyondAscii(text) >= 3))(
    'a text in %s is detected despite a Western European label: %s',
    (charset, text) => {
      for (const label of ['iso-8859-1', 'windows-1252', 'latin1'])
        expect(decodeText(iconv.encode(text, charset), label).text).toBe(text)
    },
  )

  test.each([
    ['koi8-r', 'windows-1251'],
    ['iso-8859-5', 'windows-1251'],
    ['big5', 'gb2312'],
    ['gb18030', 'big5'],
    ['euc-jp', 'shift_jis'],
    ['euc-kr', 'gb2312'],
    ['windows-1253', 'iso-8859-2'],
  ])('a text in %s is detected despite the label %s', (charset, label) => {
    for (const [, text] of texts.filter(([own, text]) => own === charset && text.length > 8))
      expect(decodeText(iconv.encode(text, charset), label).text).toBe(text)
  })

  test.each(texts)('UTF-8 is detected despite the label %s: %s', (charset, text) => {
    expect(decodeText(Buffer.from(text), charset).text).toBe(text)
  })

  test('the charset of the surrounding text is used', () => {
    expect(decodeText(Buffer.from([0xa3, 0xf3, 0x64, 0xbc]), undefined, 'iso-8859-2').text).toBe('Łódź')
    expect(decodeText(Buffer.from('Größe'), undefined, 'iso-8859-2').text).toBe('Größe')
  })

  test('a few letters beyond ASCII are read as Western European', () => {
    for (const text of [
      'é',
      'Größe',
      'café',
      'ß',
      '€ 5',
      '“x”',
      'Jörg Müller',
      '½ l',
      '¼ l',
      '£ 5',
      '£5',
      '5 m³ Luft',
      '«Größe»',
      '©Firma',
    ])
      for (const label of [undefined, 'iso-8859-1'])
        expect(decodeText(iconv.encode(text, 'windows-1252'), label).text).toBe(text)
  })
})

describe('with a usable label', () => {
  test.each([
    ...texts,
    ['koi8-r', 'и'],
    ['windows-1251', 'СРОЧНО ПОМОГИТЕ'],
    ['koi8-r', 'СРОЧНО ПОМОГИТЕ'],
    ['windows-1253', 'ΕΠΕΙΓΟΝ'],
    ['gb18030', '联通'],
    ['gb18030', '镕堃喆犇'],
    ['big5', '龘齉鑫'],
    ['euc-kr', '뷁쀍'],
    ['shift_jis', 'ﾌﾟﾘﾝﾀｰ'],
    ['iso-8859-1', 'éèà'],
  ] as const)('a text in %s is read as it says: %s', (charset, text) => {
    expect(decodeText(iconv.encode(text, charset), charset).text).toBe(text)
  })

  test.each([
    ['"ISO-8859-1"', 'é', 'iso-8859-1'],
    [' windows-1252;', '€', 'windows-1252'],
    ['iso-8859-1', '“€”', 'windows-1252'],
    ['cp932', 'テ', 'shift_jis'],
    ['GB2312', '镕', 'gb18030'],
    ['ks_c_5601-1987', '똠', 'cp949'],
    ['cp950', '好', 'big5'],
  ])('spelled as %s, the label is used', (label, text, charset) => {
    expect(decodeText(iconv.encode(text, charset), label).text).toBe(text)
  })

  test('the label is kept despite a broken character', () => {
    const long = 'プリンターが動きません。'
    const broken = Buffer.concat([iconv.encode(long, 'shift_jis'), Buffer.from([0x83])])
    expect(decodeText(broken, 'shift_jis').text).toBe(`${long}\ufffd`)
    const cut = Buffer.from(`${'Grüße '.repeat(10)}ü`).subarray(0, -1)
    expect(decodeText(cut, 'utf-8').text).toBe(`${'Grüße '.repeat(10)}\ufffd`)
  })
})

describe('wide characters', () => {
  test('of UTF-16 are read with and without a mark, in both byte orders', () => {
    const little = Buffer.from('Grüße, 你好', 'utf16le')
    const big = Buffer.from(little).swap16()
    expect(decodeText(Buffer.concat([Buffer.from([0xff, 0xfe]), little]), undefined).text).toBe('Grüße, 你好')
    expect(decodeText(Buffer.concat([Buffer.from([0xfe, 0xff]), big]), 'utf-8').text).toBe('Grüße, 你好')
    for (const bytes of [little, big]) expect(decodeText(bytes, 'utf-16').text).toBe('Grüße, 你好')
    expect(decodeText(Buffer.from('plain', 'utf16le'), 'utf-16le').text).toBe('plain')
  })

  test('are not expected in ASCII with the label UTF-16', () => {
    expect(decodeText(Buffer.from('plain'), 'utf-16').text).toBe('plain')
    expect(decodeText(Buffer.from('Grüße'), 'utf-16').text).toBe('Grüße')
  })

  test('of seven bits are detected by their escapes', () => {
    const bytes = Buffer.from('\x1b$B%W%j%s%?!<\x1b(B')
    expect(decodeText(Buffer.from('Gr+APwA3w-e'), 'utf-7').text).toBe('Grüße')
    for (const label of [undefined, 'us-ascii', 'utf-8', 'iso-2022-jp'])
      expect(decodeText(bytes, label).text).toBe('プリンター')
  })
})

test('a byte order mark is not part of the text', () => {
  expect(decodeText(Buffer.from('\ufeffGröße'), 'iso-8859-1').text).toBe('Größe')
})
