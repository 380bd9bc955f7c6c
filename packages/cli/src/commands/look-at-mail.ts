import type { SettingValues, Storage } from '@opensupports/core'
import { imap, smtp } from '@opensupports/mail'
import { readMailServers } from '../serve/index.js'
import { bad, type Finding, good, skipped } from './findings.js'

const kinds = ['smtp', 'imap'] as const

/** Tests the mail servers of the environment or the settings. Without `connect`, only lists them. */
export async function lookAtMail(
  storage: Storage,
  env: NodeJS.ProcessEnv,
  connect: boolean,
  which: readonly (typeof kinds)[number][] = kinds,
): Promise<Finding[]> {
  const values = await storage.settings.all()
  const fixed = readMailServers(env)
  // A user with a shell on this machine may connect anywhere.
  const allowPrivateAddresses = true
  const adapters = { smtp: smtp({ allowPrivateAddresses }), imap: imap({ allowPrivateAddresses }) }
  const findings: Finding[] = []
  for (const kind of which) {
    const server = fixed[kind]
    const host = server?.host ?? values[`${kind}-host`]?.trim()
    if (!host) findings.push(skipped(kind, 'the settings name no server'))
    else if (!connect) findings.push(skipped(kind, host))
    else {
      try {
        const saved = { user: values[`${kind}-user`], pass: values[`${kind}-pass`] }
        const { user = null, pass = null } = server ?? saved
        await adapters[kind].check?.({ host, user, pass })
        findings.push(good(kind, `${host} accepts the connection and sign-in`))
      } catch (error) {
        findings.push(bad(kind, `${host}: ${(error as Error).message}`, consequences(kind, values)))
      }
    }
  }
  await adapters.smtp.close?.()
  return findings
}

/** Returns the consequences of a mail server that does not work, and the fix. */
function consequences(kind: 'smtp' | 'imap', values: SettingValues): readonly string[] {
  if (kind === 'imap') return []
  const signUps = values.registration === '1' || values.registration === null
  return [
    ...(signUps
      ? ['New users cannot use their accounts, because the mail that confirms the address never arrives.']
      : []),
    'Mails wait in the outbox, and become dead letters after a day.',
    'Fix `smtp-host`, `smtp-user` and `smtp-pass` with `opensupports settings set`, or in the web app, as staff of level 3, who can still sign in.',
    'To run without mail, set `smtp-host` to an empty text: new accounts are then confirmed at once.',
  ]
}
