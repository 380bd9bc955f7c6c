import { lookup } from 'node:dns/promises'
import { MailServerError } from '@opensupports/core'
import ipaddr from 'ipaddr.js'

/** IPv6 addresses of the public internet are all within this network (RFC 4291, section 2.4). */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/** Returns whether an address is global unicast: neither private nor reserved. */
export function isPublicAddress(address: string): boolean {
  if (address.includes('%')) return false
  const parsed = ipaddr.IPv4.isValidFourPartDecimal(address)
    ? ipaddr.IPv4.parse(address)
    : ipaddr.IPv6.isValid(address)
      ? ipaddr.IPv6.parse(address)
      : undefined
  if (parsed === undefined || parsed.range() !== 'unicast') return false
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast)
}

/**
 * Returns the address to connect to for a host that somebody typed into a form. Every address of the name must be
 * public. Connect to the returned one: a name that resolves differently a moment later then changes nothing.
 *
 * @throws MailServerError with the fault `unknown-host` or `private-network`
 */
export async function resolvePublic(
  host: string,
  { allowPrivate = false }: { readonly allowPrivate?: boolean } = {},
): Promise<string> {
  const addresses = await lookup(host, { all: true }).catch((error: Error) => {
    throw new MailServerError('unknown-host', `${host}: the name cannot be resolved`, { cause: error })
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
