import type { LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { isPublicAddress } from '@opensupports/core'

/** Returns all addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>

const refusal = (host: string) =>
  new Error(`${host} is within a private network, which webhooks may not reach`)

/** Throws if the host is an IP address that is not public. Node calls a lookup for names only, not for addresses. */
export function checkAddress(host: string): void {
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw refusal(host)
}

/**
 * Returns a lookup that resolves a name once, and refuses it unless all of its addresses are public. The connection
 * goes to what it returns: a second lookup could give another address (DNS rebinding).
 */
export const publicLookup =
  (resolve: Resolve, mayBePrivate: boolean): LookupFunction =>
  (host, options, callback) => {
    const found = (addresses: readonly LookupAddress[]) => {
      const [first] = addresses
      if (!first) return callback(new Error(`${host} has no address`), '')
      if (!mayBePrivate && !addresses.every(({ address }) => isPublicAddress(address)))
        return callback(refusal(host), '')
      if (options.all) callback(null, [...addresses])
      else callback(null, first.address, first.family)
    }
    resolve(host).then(found, (error: Error) =>
      callback(new Error(`${host}: cannot resolve the host name`, { cause: error }), ''),
    )
  }
