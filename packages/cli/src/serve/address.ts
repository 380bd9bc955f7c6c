import { isIP } from 'node:net'
import type { Config } from './config.js'

/** What to listen on: `localhost` means this machine alone, whatever the resolver makes of it. */
export const listenAddress = (host: string) => (host === 'localhost' ? '127.0.0.1' : host)

/** Returns the address that the server itself listens on, without a slash at the end. */
export function localUrl({ host, basePath }: Pick<Config, 'host' | 'basePath'>, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${isIP(name) === 6 ? `[${name}]` : name}${port === 80 ? '' : `:${port}`}${basePath}`
}

/** Returns where browsers reach the server, as far as it knows, without a slash at the end. */
export const siteUrl = (config: Pick<Config, 'host' | 'basePath' | 'publicUrl'>, port: number): string =>
  config.publicUrl ?? localUrl(config, port)

/** Whether others than this machine can reach the server: a proxy in front of it lets them. */
export const isPublic = ({
  host,
  publicUrl,
  trustProxy,
}: Pick<Config, 'host' | 'publicUrl' | 'trustProxy'>) =>
  !isLoopback(host) || publicUrl !== undefined || trustProxy

const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'))
