import * as v from 'valibot'
import { writeBackup } from '../../backup/index.js'
import { checkOwnPassword } from '../../domain/index.js'
import { operation } from '../../operation/index.js'
import { optional, secret } from '../../params/index.js'
import type { Download } from './download.js'

/** What `/system/backup-database` takes. */
export interface BackupDatabaseParams {
  /** The caller's own, for hosts that ask for it once more. */
  readonly password?: string | undefined
  /** Seals passwords of mail servers and other secrets of the settings; without it they are left out. */
  readonly passphrase?: string | undefined
}

/**
 * Everything in the storage as a file, which `restoreBackup` reads; stored files are not in it. It is of the moment at
 * which the reading begins.
 *
 * @throws INVALID_PASSWORD when a password is sent that is not the caller's; TOO_MANY_REQUESTS.
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
