import { posix } from 'node:path'
import type { App } from './detect.js'

/** The part of the lines that passes on who is signed in at the app. */
export interface SignIn {
  /** Import lines, or empty. */
  readonly imports: string
  /** The option `session` of the handlers, as lines that are indented once. */
  readonly option: string
}

/** Without a known library for sign-in, everybody is a guest until the app fills this in. */
const unknown: SignIn = {
  imports: '',
  option: `  // Everybody is a guest until this returns who is signed in at your app, by the id that you know them by:
  // session: async (request) => helpdesk.actingAs({ user: { id, name, email } }),
`,
}

/**
 * Returns the lines for the sign-in library of an app.
 *
 * @param folder the folder of the file that has the lines, relative to the app
 */
export function signInOf({ auth, framework }: App, folder: string): SignIn {
  if (auth === undefined) return unknown
  const hasFetch = framework === 'next' || framework === 'hono'
  const path = posix.relative(folder, auth)
  const file = path.startsWith('.') ? path : `./${path}`
  // Next.js resolves imports without an ending; Node needs that of the compiled file.
  const specifier = framework === 'next' ? file.replace(/\.\w+$/, '') : file.replace(/\.ts$/, '.js')
  const headers = hasFetch ? 'request.headers' : 'fromNodeHeaders(request.headers)'
  return {
    imports: `import { auth } from '${specifier}'\n${hasFetch ? '' : "import { fromNodeHeaders } from 'better-auth/node'\n"}`,
    option: `  session: async (request) => {
    const signedIn = await auth.api.getSession({ headers: ${headers} })
    if (!signedIn) return undefined
    const { id, name, email, emailVerified } = signedIn.user
    return helpdesk.actingAs({ user: { id, name, email, linkByEmail: emailVerified } })
  },
`,
  }
}
