/** What the message at the start shows. */
export interface Started {
  /** Where browsers reach the server, without a slash at the end. */
  readonly url: string
  /** The address that the server listens on. */
  readonly localUrl: string
  /** The base address of links in mails. */
  readonly linksUrl: string
  readonly installed: boolean
  readonly installToken: string | undefined
}

/** Returns the message for a person who has just started the server. */
export function startHints({ url, localUrl, linksUrl, installed, installToken }: Started): string {
  const lines = [`OpenSupports listens on ${localUrl}, its API is at ${url}/api`]
  if (linksUrl !== url) {
    lines.push(`Links in mails lead to ${linksUrl}, from the setting \`url\`; set PUBLIC_URL to override it`)
  }
  if (!installed) lines.push(...installHints(url, installToken))
  return `${lines.join('\n')}\n`
}

const installHints = (url: string, installToken: string | undefined): readonly string[] => [
  '',
  'It is not installed yet. Open this address in a browser:',
  '',
  `  ${url}/install${installToken === undefined ? '' : `?token=${installToken}`}`,
  '',
  'or, in a shell with the same environment, run:',
  '',
  "  npx opensupports create-admin --name 'Your Name' --email you@example.com",
  ...(installToken === undefined
    ? []
    : [
        '',
        'Others can reach this server, so the address has a token, which is valid until the server stops.',
      ]),
  '',
]

/** A request for a person to send. */
export interface Call {
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
}

/** Returns a curl command to copy into a shell. */
export function curl(apiUrl: string, { path, fields }: Call): string {
  const data = Object.entries(fields).map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`)
  return ['curl', quoted(apiUrl + path), ...data].join(' ')
}

const quoted = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)
