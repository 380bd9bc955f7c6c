import { lookup } from 'node:dns/promises'
import { isPublicAddress, MailServerError } from '@opensupports/core'

/**
 * Resolves a host name that a user entered in the settings, and returns the IP address to connect to. All addresses of
 * the name must be public. Connect to the returned address: resolving the name again could give a private one (DNS
 * rebinding).
 *
 * @throws MailServerError with the fault `unknown-host` or `private-network`
 */
export async function resolvePublic(
  host: string,
  { allowPrivate = false }: { readonly allowPrivate?: boolean } = {},
): Promise<string> {
  const addresses = await lookup(host, { all: true }).catch((error: Error) => {
    throw new MailServerError('unknown-host', `${host}: cannot resolve the host name`, { cause: error })
  })
  const [first] = addresses
  if (!first) throw new MailServerError('unknown-host', `${host} has no address`)
  if (!allowPrivate && !addresses.every(({ address }) => isPublicAddress(address)))
    throw new MailServerError(
      'private-network',
      `${host} is within a private network, where the settings may name no server`,
    )
  return first.address
}
