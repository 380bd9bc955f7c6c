/** One request that a person is to make. */
export interface Call {
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
}

/** What installs the helpdesk, in this order. */
export function installCalls(installToken: string | undefined): readonly Call[] {
  const token = installToken === undefined ? {} : { installToken }
  const settings = { language: 'en', registration: '1', 'mandatory-login': '1', 'allow-attachments': '1' }
  const admin = { name: 'Your Name', email: 'you@example.com', password: 'a-password-of-yours' }
  return [
    { path: '/system/init-settings', fields: { ...settings, ...token } },
    { path: '/system/init-admin', fields: { ...admin, ...token } },
  ]
}

/** A command to copy into a shell. */
export function curl(apiUrl: string, { path, fields }: Call): string {
  const data = Object.entries(fields).map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`)
  return ['curl', quoted(apiUrl + path), ...data].join(' ')
}

const quoted = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** What to do next, for a person who reads the terminal. */
export function startHints(state: {
  readonly url: string
  readonly installed: boolean
  readonly installToken: string | undefined
}): string {
  const apiUrl = `${state.url}/api`
  const where = `OpenSupports listens on ${state.url}, its API is at ${apiUrl}\n`
  if (state.installed) return where
  const guard = state.installToken
    ? '\nOthers can reach this server: the commands hold a token that is good until it stops.'
    : ''
  const commands = installCalls(state.installToken).map((call) => `  ${curl(apiUrl, call)}\n`)
  return `${where}
It is not installed yet. Put your name, e-mail and password into the second command, and run both:

${commands.join('\n')}${guard}
`
}
