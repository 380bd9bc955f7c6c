import type { StaffActor, Tx } from '../call/index.js'
import { fail } from '../errors.js'

/**
 * Throws NO_PERMISSION if the caller lost level 3 in the meantime, so that two admins who remove each other at once
 * cannot leave none.
 */
export async function checkStillLevel3({ actor, staff }: Tx<StaffActor>): Promise<void> {
  if ((await staff.byId(actor.id))?.level !== 3) fail('NO_PERMISSION')
}
