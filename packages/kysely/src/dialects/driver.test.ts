import { expect, test } from 'vitest'
import { DatabaseError } from '../database-error.js'
import { withDriver } from './driver.js'

const missing = (message: string, code: string) => Object.assign(new Error(message), { code })

test.each([
  ['an import', missing("Cannot find package 'pg' imported from /app/x.js", 'ERR_MODULE_NOT_FOUND')],
  ['a require', missing("Cannot find module 'pg'", 'MODULE_NOT_FOUND')],
  [
    'an import of a part of it',
    missing("Cannot find module 'pg/lib' imported from x", 'ERR_MODULE_NOT_FOUND'),
  ],
])('%s of a driver that is missing says what to install', async (_name, cause) => {
  const opening = withDriver('pg', () => Promise.reject(cause))
  await expect(opening).rejects.toThrow(
    new DatabaseError('the driver pg is missing: run `npm install pg`', { cause }),
  )
})

test.each([
  ['lacks a package of its own', missing("Cannot find module 'pg-protocol'", 'MODULE_NOT_FOUND')],
  ['cannot run', new Error("the driver 'pg' is broken")],
])('the error of a driver that %s is passed on', async (_name, cause) => {
  await expect(withDriver('pg', () => Promise.reject(cause))).rejects.toBe(cause)
})
