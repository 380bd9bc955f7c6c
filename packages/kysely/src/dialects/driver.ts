import { DatabaseError } from '../database-error.js'

/**
 * Imports a driver, or code that imports it: none loads before a database of its kind is opened.
 *
 * @throws DatabaseError that says what to install, if the driver is missing
 */
export async function withDriver<T>(driver: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    if (!isMissing(driver, cause)) throw cause
    throw new DatabaseError(`the driver ${driver} is missing: run \`npm install ${driver}\``, { cause })
  }
}

/** A package that the driver itself lacks is another error. */
const isMissing = (driver: string, error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'].includes(String(error.code)) &&
  [`'${driver}'`, `'${driver}/`].some((name) => error.message.includes(name))
