import { isIP } from 'node:net'

/** Returns the first four groups of an IPv6 address without its zone, as hexadecimal numbers. */
function prefixOf(address: string): string {
  const [head = '', tail] = address.split('::')
  const groupsOf = (part: string) => (part === '' ? [] : part.split(':'))
  const [front, back] = [groupsOf(head), groupsOf(tail ?? '')]
  // A dotted end counts as two groups.
  const length = front.length + back.length + (address.includes('.') ? 1 : 0)
  const zeros = tail === undefined ? 0 : 8 - length
  const groups = [...front, ...Array.from({ length: zeros }, () => '0'), ...back]
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

/** Returns the address without brackets, port and zone. */
function bareAddress(ip: string): string {
  const text = ip.trim()
  const bracket = /^\[([^\]]*)\]/.exec(text)?.[1]
  if (bracket !== undefined) return bracket.split('%', 1)[0] ?? ''
  const [host = '', ...more] = text.split(':')
  if (more.length === 1 && isIP(host) === 4) return host
  return text.split('%', 1)[0] ?? ''
}

/**
 * Returns the network of an address, for rate limits and for recognising where an account signs in: an IPv4 address
 * itself, the /64 of an IPv6 address. Ports and zones are removed, and IPv4 addresses mapped into IPv6 count as IPv4. A
 * text that is no address is cut to 64 characters.
 */
export function networkOf(ip: string): string {
  const address = bareAddress(ip).toLowerCase()
  const version = isIP(address)
  if (version === 4) return address
  if (version === 0) return address.slice(0, 64)
  const mapped = /^::ffff:([0-9.]+)$/.exec(address)?.[1]
  return mapped !== undefined && isIP(mapped) === 4 ? mapped : `${prefixOf(address)}::/64`
}
