import { BlockList, isIP } from 'node:net'

/** Where a request comes from. */
export interface ClientAddress {
  /** The address for the access log: the peer's if no better one is known. */
  readonly ip: string | undefined
  /** Whether the address is that of an untrusted proxy, which many people share. */
  readonly isProxy: boolean
}

/** The length of the longest address: IPv6 with a zone, a port and brackets. */
const longestAddress = 64

/** Returns an address without port, brackets and zone; undefined for anything else. */
export function parseAddress(text: string): string | undefined {
  const trimmed = text.length > longestAddress ? '' : text.trim()
  const closing = trimmed.indexOf(']')
  const colon = trimmed.indexOf(':')
  const hasPort = colon >= 0 && colon === trimmed.lastIndexOf(':')
  const host = trimmed.startsWith('[')
    ? trimmed.slice(1, closing < 0 ? undefined : closing)
    : hasPort
      ? trimmed.slice(0, colon)
      : trimmed
  const zone = host.indexOf('%')
  const address = zone < 0 ? host : host.slice(0, zone)
  const mapped = /^::ffff:([0-9.]+)$/i.exec(address)?.[1]
  const plain = mapped ?? address
  return isIP(plain) === 0 ? undefined : plain.toLowerCase()
}

const inner = new BlockList()
inner.addSubnet('127.0.0.0', 8)
inner.addSubnet('10.0.0.0', 8)
inner.addSubnet('172.16.0.0', 12)
inner.addSubnet('192.168.0.0', 16)
inner.addSubnet('169.254.0.0', 16)
inner.addSubnet('100.64.0.0', 10)
inner.addAddress('::1', 'ipv6')
inner.addSubnet('fc00::', 7, 'ipv6')
inner.addSubnet('fe80::', 10, 'ipv6')

const isInner = (address: string) => inner.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** The limit for proxies that are remembered. */
const mostProxies = 1000

/**
 * Returns a function that tells where requests come from.
 *
 * With `trustProxy`, the last address of `X-Forwarded-For` counts: the proxy added it, and all others may be forged.
 * Without it, a peer in a private network that sends this header is considered a proxy from then on. A public peer is
 * not, since anybody could send the header to get around the limits.
 *
 * @param warn called once, when an untrusted proxy is noticed
 */
export function clientAddresses(
  trustProxy: boolean,
  warn: () => void,
): (peer: string | undefined, header: (name: string) => string | undefined) => ClientAddress {
  const proxies = new Set<string>()
  let warned = false
  return (peer, header) => {
    const address = peer === undefined ? undefined : parseAddress(peer)
    const forwarded = header('x-forwarded-for')
    if (trustProxy) {
      if (forwarded === undefined) return { ip: address, isProxy: false }
      // An invalid address leaves the caller unknown: the proxy's own is shared by everybody.
      const named = parseAddress(forwarded.slice(forwarded.lastIndexOf(',') + 1))
      return { ip: named ?? address, isProxy: named === undefined }
    }
    if (forwarded !== undefined || header('forwarded') !== undefined) {
      if (!warned) warn()
      warned = true
      if (address !== undefined && isInner(address) && proxies.size < mostProxies) proxies.add(address)
    }
    return { ip: address, isProxy: address !== undefined && proxies.has(address) }
  }
}
