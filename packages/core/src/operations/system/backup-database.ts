import * as v from 'valibot'
import { writeBackup } from '../../backup/index.js'
import { checkOwnPassword } from '../../domain/accounts/index.js'
import { operation } from '../../operation/index.js'
import { optional, secret } from '../../params/index.js'
import type { Download } from './download.js'

/** What `/system/backup-database` takes. */
export interface BackupDatabaseParams {
  /** The caller's own; checked when sent. */
  readonly password?: string | undefined
  /** Encrypts mail server passwords and other secrets of the settings; without it they are left out. */
  readonly passphrase?: string | undefined
}

/**
 * Returns a backup of the storage as a file that `restoreBackup` reads. Stored files are not in it. It is a snapshot of
 * the moment when reading begins.
 *
 * @throws INVALID_PASSWORD when one is sent that is not the caller's; TOO_MANY_REQUESTS.
 */
export const backupDatabase = operation<BackupDatabaseParams, Download>()({
  path: '/system/backup-database',
  permission: 'staff_3',
  answersFile: true,
  params: {
    password: optional(secret('INVALID_PASSWORD')),
    passphrase: optional(secret('INVALID_PASSPHRASE')),
  },
  data: v.custom<Download>((value) => typeof value === 'object'),
  errors: ['TOO_MANY_REQUESTS'],
  async read(call, { password, passphrase }) {
    const { now } = call
    if (password !== undefined) await checkOwnPassword(call, password)
    return {
      name: 'backup.jsonl',
      type: 'application/octet-stream',
      disposition: 'attachment' as const,
      stream: () => writeBackup(call.storage.backup, now, passphrase || undefined),
    }
  },
})
