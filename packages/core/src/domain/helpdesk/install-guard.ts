import type { Call } from '../../call/index.js'
import { fail } from '../../errors.js'
import { sameText } from '../../platform/index.js'

/** Throws NO_PERMISSION if an install token is configured and `given` does not match it. */
export function checkInstallToken(
  { installToken }: Pick<Call, 'installToken'>,
  given: string | undefined,
): void {
  if (installToken !== undefined && !sameText(given ?? '', installToken)) fail('NO_PERMISSION')
}
