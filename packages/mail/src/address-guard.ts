import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** Addresses that no stranger may make a server connect to: they lead into its own network, or nowhere. */
const inward = { ipv4: new BlockList(), ipv6: new BlockList() }
for (const [network, bits] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
  ] as const),
  ...([
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
  ] as const),
  ...([
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
] as const)
  inward.ipv4.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
  // ::/8 holds the unspecified address, loopback, and addresses of version 4 in the clothes of version 6.
  ...([
    ['::', 8],
    ['64:ff9b::', 96],
    ['64:ff9b:1::', 48],
    ['100::', 64],
    ['2001::', 23],
  ] as const),
  ...([
    ['2001:db8::', 32],
    ['2002::', 16],
    ['3fff::', 20],
    ['fc00::', 7],
    ['fe80::', 10],
  ] as const),
  ...([
    ['fec0::', 10],
    ['ff00::', 8],
  ] as const),
] as const)
  inward.ipv6.addSubnet(network, bits, 'ipv6')

/** Whether an address leads to the public internet. */
export const isPublicAddress = (address: string): boolean => {
  if (address.includes('%')) return false
  if (isIP(address) === 4) return !inward.ipv4.check(address, 'ipv4')
  return isIP(address) === 6 && !inward.ipv6.check(address, 'ipv6')
}

/**
 * The address of a host, for a connection that a stranger has asked for. Every address of the name has to be public;
 * the connection goes to the one that is returned, so that a name which changes its mind meanwhile changes nothing.
 */
export async function resolvePublic(
  host: string,
  { allowPrivate = false }: { readonly allowPrivate?: boolean } = {},
): Promise<string> {
  const addresses = await lookup(host, { all: true })
  const [first] = addresses
  if (!first) throw new Error(`${host} has no address`)
  if (!allowPrivate && !addresses.every(({ address }) => isPublicAddress(address)))
    throw new Error(`${host} is within a private network`)
  return first.address
}
