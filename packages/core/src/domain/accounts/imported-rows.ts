import {
  accountLock,
  type Call,
  type StaffActor,
  type Tx,
  transaction,
  writeLogOf,
} from '../../call/index.js'
import type { ErrorCode } from '../../errors.js'
import { isEmail, isName, isPassword, lowerCase } from '../../params/index.js'
import { isImportableHash, startsAsHash } from '../../platform/index.js'
import type { CsvBatch, RowLock } from '../../storage/index.js'
import { advanceImport, type ImportReport, takeBatch } from './import-progress.js'
import { type NewPerson, signUp } from './sign-up.js'

/** A row of an import: its person, with the password hashed, or the code that refuses it. */
export interface CheckedRow {
  /** As in the file. */
  readonly address: string
  readonly person: Omit<NewPerson, 'needsProof'> | ErrorCode
  /** The account of a guest with the address, which the person takes over. */
  readonly guestId?: number | undefined
}

/** Checks a row by the rules of a sign-up, and hashes its password unless it is a bcrypt hash. */
export async function checkRow(
  call: Call<StaffActor>,
  [address = '', password, name]: readonly string[],
): Promise<CheckedRow> {
  const refused = (person: ErrorCode): CheckedRow => ({ address, person })
  if (!isName(name)) return refused('INVALID_NAME')
  const email = lowerCase(address.trim())
  if (!isEmail(email)) return refused('INVALID_EMAIL')
  if (!isPassword(password)) return refused('INVALID_PASSWORD')
  const isHash = isImportableHash(password)
  // A damaged hash would become a password that nobody knows.
  if (!isHash && startsAsHash(password)) return refused('INVALID_PASSWORD')
  const existing = await call.users.byEmail(email)
  if (existing && !existing.notRegistered) return refused('USER_EXISTS')
  if (await call.bans.has(email)) return refused('ALREADY_BANNED')
  const hash = isHash ? password : await call.passwords.hashInBackground(password)
  return { address, person: { name, email, password: hash }, guestId: existing?.id }
}

/**
 * Makes the accounts of the rows in one transaction, with the new state of the import.
 *
 * @param report what is done so far
 * @returns the report with these rows; refused are also those whose address was taken or banned since the check
 * @throws NO_PERMISSION, which ends the import, when the caller lost level 3 in the meantime; INTERRUPTED when another
 * import has taken over
 */
export function storeRows(
  call: Call<StaffActor>,
  importId: number,
  rows: readonly CheckedRow[],
  report: ImportReport,
): Promise<ImportReport> {
  return transaction(
    call,
    async (tx) => {
      const refused = [...report.refused, ...(await storeAll(tx, rows))]
      const next = { done: report.done + rows.length, refused }
      await advanceImport(tx, importId, next, call.clock())
      return next
    },
    locksOf(rows),
  )
}

/**
 * Like `storeRows`, with the rows of a stored batch.
 *
 * @throws NO_PERMISSION; INTERRUPTED also when another process has imported the batch
 */
export const storeBatch = (
  call: Call<StaffActor>,
  importId: number,
  batch: CsvBatch,
  rows: readonly CheckedRow[],
): Promise<void> =>
  transaction(
    call,
    async (tx) => {
      const save = await takeBatch(tx, importId, batch)
      await save(await storeAll(tx, rows), call.clock())
    },
    [{ name: 'imports', mode: 'update' }, ...locksOf(rows)],
  )

/** Returns what to lock together at the start, so that all transactions lock accounts in one order. */
const locksOf = (rows: readonly CheckedRow[]): RowLock[] => [
  { name: 'bans', mode: 'share' },
  ...rows.flatMap(({ guestId: id }): RowLock[] =>
    id === undefined ? [] : [accountLock({ kind: 'user', id }, 'update')],
  ),
]

/** Makes the accounts. Returns the refused rows. */
async function storeAll(tx: Tx<StaffActor>, rows: readonly CheckedRow[]): Promise<string[]> {
  const refused: string[] = []
  for (const { address, person } of rows) {
    const code = typeof person === 'string' ? person : await store(tx, person)
    if (code) refused.push(`${code} in email ${shown(address)}`)
  }
  return refused
}

async function store(
  tx: Tx<StaffActor>,
  { name, email, password }: Omit<NewPerson, 'needsProof'>,
): Promise<ErrorCode | undefined> {
  if (await tx.bans.has(email)) return 'ALREADY_BANNED'
  const userId = await signUp(tx, { name, email, password, needsProof: tx.canMail() })
  if (userId === undefined) return 'USER_EXISTS'
  await writeLogOf(tx, tx.now, { kind: 'user', id: userId, name }, 'SIGNUP', null)
  tx.emit('user.created', { userId, email })
  return undefined
}

/**
 * Returns the start of a field for the answer. It is no longer than an address can be, so that the answer stays small.
 * It ends at a separator or a blank: with the wrong separator, the password follows there.
 */
const shown = (email: string) =>
  [...email.trim().slice(0, 508)]
    .slice(0, 254)
    .join('')
    .split(/[\s,;|"]/, 1)
    .join('')
