import { expect, test } from 'vitest'
import { contentDisposition } from './content-disposition.js'

test.each([
  ['log_of_today.txt', 'attachment; filename="log_of_today.txt"'],
  [
    'Über 文件.txt',
    `attachment; filename="_ber __.txt"; filename*=UTF-8''%C3%9Cber%20%E6%96%87%E4%BB%B6.txt`,
  ],
  [
    '"2026" it\'s (1)*.txt',
    `attachment; filename="_2026_ it's (1)*.txt"; filename*=UTF-8''%222026%22%20it%27s%20%281%29%2A.txt`,
  ],
  ['a\\b%41.txt', `attachment; filename="a_b_41.txt"; filename*=UTF-8''a%5Cb%2541.txt`],
  ['a\r\nSet-Cookie: x.txt', 'attachment; filename="aSet-Cookie: x.txt"'],
  ['invoice\u202efdp.exe', 'attachment; filename="invoicefdp.exe"'],
  ['\ud800.txt', `attachment; filename="_.txt"; filename*=UTF-8''%EF%BF%BD.txt`],
])('%j', (name, expected) => {
  expect(contentDisposition('attachment', name)).toBe(expected)
})
