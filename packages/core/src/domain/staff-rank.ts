import { fail } from '../errors.js'
import type { StaffActor } from '../session.js'
import type { Storage } from '../storage/index.js'

/**
 * Refuses with NO_PERMISSION who is not of level 3 any more: of two who demote or delete each other at once, one is
 * left, so that there is always somebody of level 3.
 */
export async function checkStillLevel3(tx: Storage, { id }: StaffActor): Promise<void> {
  if ((await tx.staff.byId(id))?.level !== 3) fail('NO_PERMISSION')
}
