import { isIP } from 'node:net'
import type { Config } from './config.js'

/** What to listen on: `localhost` means this machine alone, whatever the resolver makes of it. */
export const listenAddress = (host: string) => (host === 'localhost' ? '127.0.0.1' : host)

/** Where the server is reached, without a slash at the end. */
export function siteUrl({ host, publicUrl }: Pick<Config, 'host' | 'publicUrl'>, port: number): string {
  if (publicUrl) return publicUrl
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${isIP(name) === 6 ? `[${name}]` : name}${port === 80 ? '' : `:${port}`}`
}

/** Whether others than this machine can reach the server. */
export function isPublic({ host, publicUrl }: Pick<Config, 'host' | 'publicUrl'>): boolean {
  return !isLoopback(host) || (publicUrl !== undefined && !isLoopback(new URL(publicUrl).hostname))
}

const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'))
