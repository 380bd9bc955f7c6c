import type { OperationName, ParamsOf, SessionContext } from '@opensupports/core'
import {
  createTestHelpdesk,
  type TestAccount,
  type TestHelpdesk,
  testPassword,
} from '@opensupports/core/testing'

/** A request that succeeds. */
export interface Request<Params = object> {
  /** The caller. Default: Ada, who has level 3. */
  readonly by?: SessionContext
  readonly params?: Params
  /** Files by the names of their fields, as text. */
  readonly files?: Readonly<Record<string, string>>
  /** The fields of the form that differ from the parameters. */
  readonly form?: Readonly<Record<string, string>>
}

/** Prepares a helpdesk for a request, and returns the request. */
export type Story<Params = object> = (scene: Scene) => Request<Params> | Promise<Request<Params>>

/** Stories by the names of the operations' methods. */
export type Stories<Group extends string> = {
  readonly [Name in Extract<OperationName, `${Group}.${string}`>]?: Story<ParamsOf<Name>>
}

/** A helpdesk of its own for one request. */
export interface Scene extends TestHelpdesk {
  readonly jane: TestAccount
  readonly password: string
  /** Creates a ticket of Jane's, and returns its number. */
  printer(): Promise<number>
  /** Returns the token of the last mail to an address. */
  mailed(to: string): Promise<string>
}

export async function makeScene(install = true): Promise<Scene> {
  const desk = await createTestHelpdesk({ install, streams: { pollEvery: 1 } })
  const jane = await desk.user({ name: 'Jane Jones', email: 'jane@customer.example' })
  return {
    ...desk,
    jane,
    password: testPassword,
    printer: () => desk.ticket({ author: jane, title: 'The printer smokes', content: 'Since this morning.' }),
    async mailed(to) {
      const { variables = {} } = (await desk.mails()).findLast((mail) => mail.to === to) ?? {}
      const token = variables.token ?? variables.verificationToken
      if (!token) throw new Error(`no mail to ${to} has a token`)
      return token
    },
  }
}
