/** What a person has to know who has just started the server. */
export interface Started {
  /** Where browsers reach it, without a slash at the end. */
  readonly url: string
  /** Where it listens. */
  readonly localUrl: string
  /** Where the links in its mails lead. */
  readonly linksUrl: string
  readonly installed: boolean
  readonly installToken: string | undefined
}

/** What to do next, for a person who reads the terminal. */
export function startHints({ url, localUrl, linksUrl, installed, installToken }: Started): string {
  const lines = [`OpenSupports listens on ${localUrl}, its API is at ${url}/api`]
  if (linksUrl !== url) {
    lines.push(
      `Links in mails lead to ${linksUrl}, as the setting \`url\` says; PUBLIC_URL would win over it`,
    )
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
        'Others can reach this server, so the address holds a token, which is good until the server stops.',
      ]),
  '',
]

/** One request that a person is to make. */
export interface Call {
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
}

/** A command to copy into a shell. */
export function curl(apiUrl: string, { path, fields }: Call): string {
  const data = Object.entries(fields).map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`)
  return ['curl', quoted(apiUrl + path), ...data].join(' ')
}

const quoted = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)
