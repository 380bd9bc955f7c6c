import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const folder = new URL('../', import.meta.url)

// `npm ci` leaves out commands whose file does not exist yet, and `npx opensupports` would not find this one.
test('the file of the command is not one of a build', () => {
  const { bin } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'))
  expect(bin).toEqual({ opensupports: './bin/opensupports.js' })
  expect(existsSync(new URL(bin.opensupports, folder))).toBe(true)
})
