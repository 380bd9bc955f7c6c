import { BlockList, isIP } from 'node:net'

/** Where a request comes from. */
export interface ClientAddress {
  /** For the access log: of the peer where nothing better is known. */
  readonly ip: string | undefined
  /** Whether many people may share it: it is a proxy's, which nobody told to trust. */
  readonly isProxy: boolean
}

/** An IPv6 address with its zone, a port and brackets is shorter. */
const longestAddress = 64

/** Returns an address in its plain form, without port, brackets and zone; undefined for anything else. */
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

/** More proxies than anybody has in front of one server. */
const mostProxies = 1000

/**
 * Returns a function that tells where requests come from.
 *
 * With `trustProxy`, the last address of `X-Forwarded-For` counts: the proxy has added it, all others may be made up.
 * Without, a peer of a private network that sends such a header is taken for a proxy from then on. A public peer is
 * not: anybody could make himself one, and be limited no more.
 *
 * @param warn called once, when a proxy is noticed that is not trusted
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
      // What is no address leaves the caller unknown: the proxy's own is everybody's.
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
