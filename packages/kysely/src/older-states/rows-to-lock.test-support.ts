import { lockNames } from '@opensupports/core'

/** Fills the table `os_lock`, and adds indexes so that deleting expired rows locks only those. */
export const lockRowsAndIndexes: readonly string[] = [
  ...lockNames.map((name) => `insert into os_lock (name) values ('${name}')`),
  'create index os_attempt_until on os_attempt (until)',
  'create index os_pending_address_expiry on os_pending_address (expires_at)',
  'create index os_sessioncookie_expiry on sessioncookie (os_expires_at, expiration_date)',
]
