import type { IncomingHttpHeaders } from 'node:http'
import type { OpenSupports } from '@opensupports/core'
import { type NodeHandler, nodeHandler } from '@opensupports/server'

export declare const app: { use(handler: NodeHandler): void }
export declare const helpdesk: OpenSupports
export declare const fromNodeHeaders: (headers: IncomingHttpHeaders) => Headers
/** What the app's own sign-in knows of somebody. */
interface SignedIn {
  readonly user: {
    readonly id: string
    readonly email: string
    readonly name: string
    readonly emailVerified: boolean
    readonly isAgent: boolean
  }
}
export declare const auth: { api: { getSession(given: { headers: Headers }): Promise<SignedIn | null> } }
export { nodeHandler }
