import { randomBytes, scrypt } from 'node:crypto'
import { OpenSupportsError } from '../errors.js'
import { seal, unseal } from '../platform/index.js'
import type { BackupPart, BackupValue } from '../storage/index.js'

/** Settings that would let a stranger read mails, send them or impersonate the helpdesk. */
const secretSettings = new Set([
  'smtp-pass',
  'imap-pass',
  'imap-token',
  'recaptcha-private',
  'mail-secret',
  'webhook-key',
])

/** The costs of scrypt, which derives the key: 32 MiB and about a tenth of a second. */
export const cost = { N: 32_768, r: 8, p: 1 } as const

/** The part of the header of a backup with sealed secrets. */
export interface SealHeader extends Readonly<typeof cost> {
  readonly kdf: 'scrypt'
  /** Hexadecimal. */
  readonly salt: string
  /** A known text, encrypted with the key, which reveals a wrong passphrase before anything is written. */
  readonly check: string
}

/** Encrypts or decrypts the secrets of one backup. */
export type Key = Uint8Array

const about = { check: 'opensupports-backup check', setting: (name: BackupValue) => `setting ${name}` }

const keyOf = (passphrase: string, salt: string): Promise<Key> =>
  new Promise((resolve, reject) => {
    const options = { ...cost, maxmem: 2 ** 26 }
    scrypt(passphrase.normalize('NFC'), Buffer.from(salt, 'hex'), 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })

/** Derives a new key from a passphrase. Returns it with its part of the header. */
export async function newKey(
  passphrase: string,
): Promise<{ readonly key: Key; readonly header: SealHeader }> {
  const salt = randomBytes(16).toString('hex')
  const key = await keyOf(passphrase, salt)
  return { key, header: { kdf: 'scrypt', ...cost, salt, check: seal(key, about.check, about.check) } }
}

const wrongPassphrase = () => new OpenSupportsError('INVALID_PASSPHRASE')

/**
 * Returns the key of a backup.
 *
 * @throws INVALID_PASSPHRASE when the passphrase is wrong or missing
 */
export async function keyFrom({ salt, check }: SealHeader, passphrase: string | undefined): Promise<Key> {
  if (passphrase === undefined) throw wrongPassphrase()
  const key = await keyOf(passphrase, salt)
  if (unseal(key, check, about.check) !== about.check) throw wrongPassphrase()
  return key
}

/** Replaces each secret. */
function withSecrets(
  part: BackupPart,
  replace: (value: string, name: BackupValue) => string | null,
): BackupPart {
  const [name, value] = [part.columns.indexOf('name'), part.columns.indexOf('value')]
  if (part.table !== 'setting' || name < 0 || value < 0) return part
  const rows = part.rows.map((row) => {
    const [known = null, secret] = [row[name], row[value]]
    const isSecret = typeof secret === 'string' && secret !== '' && secretSettings.has(String(known))
    return isSecret ? row.with(value, replace(secret, known)) : row
  })
  return { ...part, rows }
}

/** Returns a part as it goes into a backup: with secrets sealed by the key, or left out without a key. */
export const hidden = (part: BackupPart, key: Key | undefined): BackupPart =>
  withSecrets(part, (secret, name) => (key ? seal(key, secret, about.setting(name)) : null))

/**
 * Returns a part of a sealed backup with its secrets decrypted.
 *
 * @throws INVALID_PASSPHRASE when a secret cannot be decrypted
 */
export const opened = (part: BackupPart, key: Key): BackupPart =>
  withSecrets(part, (sealed, name) => {
    const secret = unseal(key, sealed, about.setting(name))
    if (secret === undefined) throw wrongPassphrase()
    return secret
  })
