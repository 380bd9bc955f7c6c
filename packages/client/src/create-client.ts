import type { OpenSupports } from '@opensupports/core'
import type { Fields } from './body.js'
import { callerOf } from './caller.js'
import type { ClientOptions, RequestOptions } from './options.js'
import type { Client } from './types.js'

/**
 * Creates a client of a helpdesk's API. It has the methods of the helpdesk without their first argument, the session:
 * the client keeps what `user.login` or `ticket.check` answers, and sends it with each call. Every method throws an
 * `OpenSupportsClientError`.
 *
 * @example
 * const client = createClient({ url: '/api', storage: localStorage })
 * await client.user.login({ email: 'jane@example.com', password: 'correct horse' })
 * const { ticketNumber } = await client.ticket.create({ title: 'Printer', content: 'It smokes.' })
 * @example
 * import type { helpdesk } from './server.js'
 * const client = createClient<typeof helpdesk>({ url: 'https://example.com/api' })
 */
export function createClient<Helpdesk = OpenSupports>(options: ClientOptions): Client<Helpdesk> {
  const { call, session, events } = callerOf(options)
  const groupOf = (group: string) =>
    made({}, (method) => (params?: Fields, how?: RequestOptions) => call(group, method, params, how))
  return made({ session, events }, groupOf) as Client<Helpdesk>
}

/** Returns an object that makes each property when it is first read, so that no list of the methods is needed. */
function made(properties: Record<string, unknown>, make: (name: string) => unknown): object {
  return new Proxy(properties, {
    get(target, name) {
      // A promise has `then`, which `await` looks for, and JSON.stringify looks for `toJSON`.
      if (typeof name === 'string' && !(name in target) && name !== 'then' && name !== 'toJSON')
        target[name] = make(name)
      return Reflect.get(target, name)
    },
  })
}
