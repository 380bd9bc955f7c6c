import { expect, test } from 'vitest'
import type { ErrorCode } from '../errors.js'
import { storesOf } from '../storage/index.js'
import { memoryStorage } from '../storage/memory/index.js'
import type { Parameter } from './parameter.js'
import { color, fileName, keyName, name, oneOf, password, query, secret, text } from './text.js'

const storage = storesOf(memoryStorage())

const noText = [undefined, null, 0, 1, Number.NaN, true, 5n, [], ['Ada'], {}, () => 'Ada', new Date(0)]
const blank = ['', ' ', '\u00a0', '0', '000', '0.0', '.0', '-0', '+0', ' 0 ', '0e5']
const unstorable = ['a\0b', 'a\nb', 'a\tb', 'a\u007fb', 'a\u0085b', 'a\u2028b', '\ud800', 'a\udc00b']

function expectTaken<T>(parameter: Parameter<T, unknown>, values: readonly unknown[]) {
  for (const value of values) expect(parameter.read(value, storage)).toEqual(value)
}

function expectRefused<T>(parameter: Parameter<T, unknown>, code: ErrorCode, values: readonly unknown[]) {
  for (const value of values) {
    expect(() => parameter.read(value, storage), String(value).slice(0, 50)).toThrow(code)
  }
}

const markup = ['<b>Ada</b>', 'R&D', `"'\\%_`, '__proto__', '\u202eadA', '👩‍🚀', '陈', 'undefined', 'false']

test('a name is 1 to 200 characters on one line, and stays as typed', () => {
  expectTaken(name('INVALID_NAME'), ['A', ' Ada ', 'x'.repeat(200), '👍'.repeat(200), '00x', ...markup])
})

test('a name is not blank, not zero, not longer, and has no control characters', () => {
  expectRefused(name('INVALID_NAME'), 'INVALID_NAME', [...noText, ...blank, ...unstorable])
  expectRefused(name('INVALID_NAME'), 'INVALID_NAME', ['x'.repeat(201), '👍'.repeat(201), 'x'.repeat(1e6)])
})

test('a text may be empty', () => {
  expectTaken(text('INVALID_SETTING', 5), ['', ' ', '0', 'abcde', '👍'.repeat(5)])
})

test('a text is on one line, and not longer than said', () => {
  expectRefused(text('INVALID_SETTING', 5), 'INVALID_SETTING', [...noText, ...unstorable, 'abcdef'])
})

test('a text to look for is not blank, and no longer than a title', () => {
  expectTaken(query('INVALID_QUERY'), ['%', '_', 'x', 'x'.repeat(200)])
  expectRefused(query('INVALID_QUERY'), 'INVALID_QUERY', [
    ...noText,
    ...blank,
    ...unstorable,
    'x'.repeat(201),
  ])
})

test('a password is 6 to 200 characters, line breaks included', () => {
  expectTaken(password('INVALID_PASSWORD'), [
    'secret',
    'x'.repeat(200),
    '🔑'.repeat(6),
    'line\nline',
    ' secret ',
  ])
})

test('a password is not blank, not zero, and can be hashed unchanged', () => {
  const refused = [
    ...noText,
    ...blank,
    'short',
    '000000',
    '0.0000',
    ' '.repeat(6),
    'x'.repeat(201),
    'secret\0',
    'secret\ud800',
  ]
  expectRefused(password('INVALID_PASSWORD'), 'INVALID_PASSWORD', refused)
})

test('a secret is any text', () => {
  expectTaken(secret('INVALID_TOKEN'), ['', 'x', 'a\0b', '\ud800', 'x'.repeat(1e6)])
  expectRefused(secret('INVALID_TOKEN'), 'INVALID_TOKEN', noText)
})

test('a word is one of the list, exactly', () => {
  const order = oneOf('INVALID_ORDER', ['id', 'tickets'])
  expectTaken(order, ['id', 'tickets'])
  expectRefused(order, 'INVALID_ORDER', [...noText, '', 'ID', ' id', 'toString', '__proto__'])
})

test('the name of an API key has letters, digits and spaces only', () => {
  expectTaken(keyName('INVALID_NAME'), ['shop', 'Shop 2', '007', 'x'.repeat(200)])
  const odd = ['a-b', 'a_b', 'ä', '<b>', 'a.b', '\ud800', 'x'.repeat(201)]
  expectRefused(keyName('INVALID_NAME'), 'INVALID_NAME', [...noText, ...blank, ...unstorable, ...odd])
})

test('a colour is # with 3 or 6 hexadecimal digits', () => {
  expectTaken(color('INVALID_COLOR'), ['#fff', '#00d084', '#ABCDEF'])
  const refused = [...noText, '', '#', 'fff', '#ffff', '#fffffff', '#ggg', 'red', '#fff;', ' #fff', '#fff\n']
  expectRefused(color('INVALID_COLOR'), 'INVALID_COLOR', refused)
})

test('a file name has letters, digits, _, . and - only, and is neither hidden nor a path', () => {
  expectTaken(fileName('INVALID_FILE'), ['t765825_ab_upload_3_.txt', 'p_1.png', 'a_.', '_', 'x'.repeat(255)])
  const paths = ['..', '.', '.htaccess', '../etc/passwd', 'a/b', 'a\\b', '/etc/passwd', 'C:x', 'a%2fb']
  const odd = ['', ' ', 'a b', 'a\0', 'a\n', 'ä', '-rf', 'x'.repeat(256), '\ud800']
  expectRefused(fileName('INVALID_FILE'), 'INVALID_FILE', [...noText, ...paths, ...odd])
})
