import { Fault, type FaultCode, lost } from '../fault.js'
import { Overtaken } from '../retries.js'

/** Returns whether an error has one of these numbers of the server. */
export const hasNumber = (error: unknown, numbers: readonly number[]) =>
  typeof error === 'object' && error !== null && 'errno' in error && numbers.includes(Number(error.errno))

export const deadlock = 1213
export const lockTimeout = 1205

/** The ends of a statement's time on MySQL and MariaDB, too many connections, and a lock that is not waited for. */
const timeouts = [lockTimeout, 3024, 1969, 1040, 1203, 3572]

/** Returns whether a lock or a statement took too long, or the server has too many connections. */
export const isTimeout = (error: unknown) => hasNumber(error, timeouts)

/** After these errors the server closes the connection: shutdowns, kills and timeouts of the session. */
const closing = [1053, 1927, 4031]

/** Returns whether an error breaks the connection. Errors of the network have no number, or a negative one. */
export function isBreak(error: unknown): boolean {
  if (error instanceof Fault || hasNumber(error, closing)) return true
  if (typeof error !== 'object' || error === null || !('fatal' in error) || error.fatal !== true) return false
  return !('errno' in error && Number(error.errno) > 0)
}

/** Returns the fault of an error that breaks the connection, and any other error itself. */
export const faultOrRefusal = (error: unknown): unknown =>
  isBreak(error) && !(error instanceof Fault) ? lost(error) : error

/** Returns why the database cannot serve a call now, or undefined for all other errors. */
export function faultOf(error: unknown): FaultCode | undefined {
  if (error instanceof Fault) return error.code
  if (error instanceof Overtaken || isTimeout(error) || hasNumber(error, [deadlock])) return 'DATABASE_BUSY'
  return hasNumber(error, closing) ? 'DATABASE_UNAVAILABLE' : undefined
}

/**
 * Replaces the statement in an error of the driver, in which the values are filled in, by the text with placeholders: what
 * people have written does not belong in a log. Returns the error.
 */
export function withoutParameters(error: unknown, sql: string): unknown {
  if (typeof error === 'object' && error !== null && 'sql' in error) error.sql = sql
  return error
}
