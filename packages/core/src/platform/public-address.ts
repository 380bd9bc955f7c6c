import ipaddr from 'ipaddr.js'

/** The network that contains all public IPv6 addresses (RFC 4291, section 2.4). */
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
