import type { Storage, UserRef } from '@opensupports/core'
import { ConfigError } from './place.js'

/**
 * Reads a user from the command line: the address, or the id.
 *
 * @throws ConfigError if it is neither
 */
export function userFrom(given: string): UserRef {
  if (given.includes('@')) return { email: given }
  if (/^[1-9]\d{0,8}$/.test(given)) return { id: Number(given) }
  throw new ConfigError(`${given} is neither the address nor the id of a user`)
}

/**
 * Describes a user in a line.
 *
 * @throws ConfigError if no user has the id
 */
export async function personText({ users }: Pick<Storage, 'users'>, user: UserRef): Promise<string> {
  const account = 'id' in user ? await users.byId(user.id) : await users.byEmail(user.email.trim())
  if (account) {
    const { name, email, tickets } = account
    return `${name} <${email}> with ${tickets} ${tickets === 1 ? 'ticket' : 'tickets'}`
  }
  if ('email' in user) return `${user.email} (no account)`
  throw new ConfigError(`there is no user ${user.id}`)
}
