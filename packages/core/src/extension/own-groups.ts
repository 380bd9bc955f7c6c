import type { AnyOperation, Methods } from '../operation/index.js'

/** Groups of operations that a host adds, by their names: `{ billing: { refund } }`. */
export type OwnGroups = Readonly<Record<string, Readonly<Record<string, AnyOperation>>>>

/** Of a helpdesk without operations of the host. */
export type NoGroups = Record<never, never>

/** The typed methods of a host's groups. */
export type OwnMethods<Own extends OwnGroups> = {
  readonly [Group in keyof Own]: Methods<Own[Group]>
}

/** Names that mean something else on a client, on a promise, or to JSON. */
const reserved = new Set(['session', 'then', 'toJSON'])

const isName = (name: string) => /^[a-z][A-Za-z0-9]*$/.test(name)

/** Returns the path of a method, by which clients call it: that of `ticket.reOpen` is `/ticket/re-open`. */
const pathOf = (group: string, method: string) =>
  `/${group}/${method.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/**
 * Throws if a host's groups cannot be added.
 *
 * @param isTaken whether the helpdesk has something of its own by this name
 */
export function checkOwnGroups(groups: OwnGroups, isTaken: (name: string) => boolean): void {
  for (const [group, operations] of Object.entries(groups)) {
    const refuse = (why: string): never => {
      throw new Error(`extend.${group} cannot be added: ${why}`)
    }
    if (!isName(group)) refuse('a name is a lower-case letter, followed by letters and digits')
    if (reserved.has(group) || isTaken(group))
      refuse('the helpdesk uses this name itself: choose another one')
    for (const [method, operation] of Object.entries(operations)) {
      if (!isName(method)) refuse(`${method} is not a lower-case letter, followed by letters and digits`)
      if (reserved.has(method)) refuse(`the name ${method} means something else: choose another one`)
      const path = pathOf(group, method)
      if (operation.path !== path) refuse(`the path of ${method} is ${operation.path}, and must be ${path}`)
      if (operation.http || operation.session || operation.answersFile)
        refuse(`${method} must be called by POST, answer no file, and neither start nor end a session`)
    }
  }
}
