import { expect, test } from 'vitest'
import { extendedFileName } from './extended-file-name.js'

test.each([
  [`form-data; name="file"; filename*=UTF-8''%C3%9Cber%20%E6%96%87.txt`, 'Über 文.txt'],
  [`form-data; name="file"; FileName* = utf-8'de'a%3Bb.txt`, 'a;b.txt'],
  [`form-data; name="file"; filename*="UTF-8''a.txt"`, 'a.txt'],
  [`form-data; name="file"; filename*=ISO-8859-1''%DCber.txt`, 'Über.txt'],
  [`form-data; name="file"; filename*=UTF-8''%ff`, ''],
  [`form-data; name="file"; filename*=a.txt`, ''],
  ['form-data; name="file"', undefined],
  ['form-data; name="file"; filename="a.txt"', undefined],
  [undefined, undefined],
])('%s names %j', (disposition, name) => {
  expect(extendedFileName(disposition)).toBe(name)
})
