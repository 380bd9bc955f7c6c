import { isIP } from 'node:net'
import type { Config } from './config.js'

/** Returns the address to listen on. `localhost` is always 127.0.0.1, regardless of the resolver. */
export const listenAddress = (host: string) => (host === 'localhost' ? '127.0.0.1' : host)

/** Returns the address that the server listens on, without a slash at the end. */
export function localUrl({ host, basePath }: Pick<Config, 'host' | 'basePath'>, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${isIP(name) === 6 ? `[${name}]` : name}${port === 80 ? '' : `:${port}`}${basePath}`
}

/** Returns the address that browsers use, without a slash at the end: PUBLIC_URL, or else the listen address. */
export const siteUrl = (config: Pick<Config, 'host' | 'basePath' | 'publicUrl'>, port: number): string =>
  config.publicUrl ?? localUrl(config, port)

/** Returns whether other machines can reach the server, directly or through a proxy. */
export const isPublic = ({
  host,
  publicUrl,
  trustProxy,
}: Pick<Config, 'host' | 'publicUrl' | 'trustProxy'>) =>
  !isLoopback(host) || publicUrl !== undefined || trustProxy

const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'))
