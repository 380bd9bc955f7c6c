import type { Call, StaffActor } from '../../call/index.js'
import { fail } from '../../errors.js'
import type { Upload } from '../../platform/index.js'
import { checkTextFile, csvRows } from '../files/index.js'
import { checkOwnPassword } from './own-password.js'

/** What the paths that import users take. */
interface ImportRequest {
  readonly password: string
  readonly file: Upload | undefined
}

/**
 * Checks a request for an import of users. Reads the file to its end, so that a bad one is refused before anything is
 * written.
 *
 * @returns the file and the number of its rows
 * @throws INVALID_PASSWORD unless it is the caller's own; INVALID_FILE; TOO_MANY_REQUESTS
 */
export async function checkImport(
  call: Call<StaffActor>,
  { password, file }: ImportRequest,
): Promise<{ readonly file: Upload; readonly total: number }> {
  await checkOwnPassword(call, password)
  if (!file) return fail('INVALID_FILE')
  await checkTextFile(call, file)
  let total = 0
  for await (const _ of csvRows(file)) total++
  return { file, total }
}
