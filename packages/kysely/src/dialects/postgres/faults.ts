import { Fault, type FaultCode } from '../fault.js'
import { Overtaken } from '../retries.js'

/** Returns whether an error has one of these SQLSTATE codes. */
export const hasCode = (error: unknown, codes: readonly string[]) =>
  typeof error === 'object' && error !== null && 'code' in error && codes.includes(String(error.code))

/** Serialization failures and deadlocks: safe to retry. */
export const isClash = (error: unknown) => hasCode(error, ['40001', '40P01']) || error instanceof Overtaken

/** Returns whether a lock or a statement took too long, or the server has too many connections. */
export const isTimeout = (error: unknown) => hasCode(error, ['55P03', '57014', '53300'])

/** Connection errors, shutdowns and a server that is starting. */
const unavailable = /^(?:08|57P|25P03|25P04)/

/** Returns why the database cannot serve a call now, or undefined for all other errors. */
export function faultOf(error: unknown): FaultCode | undefined {
  if (error instanceof Fault) return error.code
  if (isClash(error) || isTimeout(error)) return 'DATABASE_BUSY'
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return unavailable.test(code) ? 'DATABASE_UNAVAILABLE' : undefined
}
