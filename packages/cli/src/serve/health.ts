import { guest, type OpenSupports } from '@opensupports/core'
import { inTime } from './in-time.js'

/** How long a check waits for the database, in milliseconds. */
const usualPatience = 1500

/**
 * Returns a function that checks whether the helpdesk answers, and whether it is installed. While a check is in
 * progress, others share it, so that a database that hangs does not collect them.
 *
 * @returns from that function: whether it is installed; undefined if the database fails or does not answer in time
 */
export function healthCheck(
  helpdesk: OpenSupports,
  patienceMs = usualPatience,
): () => Promise<boolean | undefined> {
  let inProgress: Promise<boolean | undefined> | undefined
  return async () => {
    inProgress ??= helpdesk.system
      .installationDone(guest)
      // The helpdesk has already logged the error.
      .catch(() => undefined)
      .finally(() => {
        inProgress = undefined
      })
    return inTime(inProgress, patienceMs)
  }
}
