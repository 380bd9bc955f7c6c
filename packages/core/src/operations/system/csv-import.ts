import * as v from 'valibot'
import { type Call, type StaffActor, transaction, writeLogOf } from '../../call/index.js'
import { checkOwnPassword, type NewPerson, signUp } from '../../domain/accounts/index.js'
import { checkTextFile, csvRows } from '../../domain/files/index.js'
import { type ErrorCode, fail } from '../../errors.js'
import { operation } from '../../operation/index.js'
import { file, isEmail, isName, isPassword, lowerCase, secret } from '../../params/index.js'
import type { Upload } from '../../platform/index.js'
import { nextTurn } from '../../platform/index.js'

/** What `/system/csv-import` takes. */
export interface CsvImportParams {
  /** The caller's own. */
  readonly password: string
  /** In UTF-8, windows-1252, or UTF-16 with a byte order mark. It is not stored. */
  readonly file?: Upload | undefined
}

/**
 * Signs up every user in a CSV file, separated by commas, semicolons or tabs. Its columns are e-mail, password and
 * name, without a heading; further columns are ignored. Nothing is written unless the whole file can be read. Each row
 * is then imported in a transaction of its own, in the order of the file.
 *
 * @returns the refused rows: `<code> in email <the first word of the first field>`, with the codes of `/user/signup`
 * @throws INVALID_PASSWORD unless it is the caller's own; INVALID_FILE unless it is such a file, within the allowed
 * size; TOO_MANY_REQUESTS; INTERRUPTED between two rows once the signal aborts: those before are imported.
 */
export const csvImport = operation<CsvImportParams, string[]>()({
  path: '/system/csv-import',
  permission: 'staff_3',
  params: {
    password: secret('INVALID_PASSWORD'),
    file: file('INVALID_FILE'),
  },
  data: v.array(v.string()),
  errors: ['TOO_MANY_REQUESTS'],
  async steps(call, { password, file }) {
    await checkOwnPassword(call, password)
    if (!file) return fail('INVALID_FILE')
    await checkTextFile(call, file)
    // Read to the end first: a bad file throws INVALID_FILE before anything is written.
    for await (const _ of csvRows(file));

    const refused: string[] = []
    let done = 0
    for await (const rows of inBatches(csvRows(file))) {
      const checked = await Promise.all(rows.map((row) => check(call, row)))
      for (const [index, person] of checked.entries()) {
        if (call.signal?.aborted) fail('INTERRUPTED', { rows: done, refused })
        done++
        const code = typeof person === 'string' ? person : await store(call, person)
        if (code) refused.push(`${code} in email ${shown(rows[index]?.[0])}`)
      }
      await nextTurn()
    }
    return refused
  },
})

/** How many passwords are hashed at the same time. */
const batchSize = 4

async function* inBatches<T>(rows: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let batch: T[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  yield batch
}

type Checked = Omit<NewPerson, 'needsProof'>

/** Returns the person of a row, with the password hashed, or the code that refuses the row. */
async function check(
  call: Call<StaffActor>,
  [address = '', password, name]: readonly string[],
): Promise<Checked | ErrorCode> {
  if (!isName(name)) return 'INVALID_NAME'
  const email = lowerCase(address.trim())
  if (!isEmail(email)) return 'INVALID_EMAIL'
  if (!isPassword(password)) return 'INVALID_PASSWORD'
  const existing = await call.users.byEmail(email)
  if (existing && !existing.notRegistered) return 'USER_EXISTS'
  if (await call.bans.has(email)) return 'ALREADY_BANNED'
  return { name, email, password: await call.passwords.hash(password) }
}

/**
 * Makes the account. Returns the code that refuses it when the address was taken or banned since the row was checked.
 *
 * @throws NO_PERMISSION, which ends the import, when the caller lost level 3 in the meantime
 */
const store = (call: Call<StaffActor>, { name, email, password }: Checked): Promise<ErrorCode | undefined> =>
  transaction(
    call,
    async (tx) => {
      if (await tx.bans.has(email)) return 'ALREADY_BANNED'
      const userId = await signUp(tx, { name, email, password, needsProof: tx.canMail() })
      if (userId === undefined) return 'USER_EXISTS'
      await writeLogOf(tx, tx.now, { kind: 'user', id: userId, name }, 'SIGNUP', null)
      tx.emit('user.created', { userId, email })
      return undefined
    },
    [{ name: 'bans', mode: 'share' }],
  )

/**
 * Returns the start of a field for the answer. It is no longer than an address can be, so that the answer stays small.
 * It ends at a separator or a blank: with the wrong separator, the password follows there.
 */
const shown = (email = '') =>
  [...email.trim().slice(0, 508)]
    .slice(0, 254)
    .join('')
    .split(/[\s,;|"]/, 1)
    .join('')
