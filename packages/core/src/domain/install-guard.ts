import type { Call } from '../call/index.js'
import { fail } from '../errors.js'
import { sameText } from '../platform/index.js'

/** Refuses with NO_PERMISSION who does not know the install token, where the host set one. */
export function checkInstallToken(
  { installToken }: Pick<Call, 'installToken'>,
  given: string | undefined,
): void {
  if (installToken !== undefined && !sameText(given ?? '', installToken)) fail('NO_PERMISSION')
}
