import type { SettingValues, Storage } from '@opensupports/core'
import { imap, smtp } from '@opensupports/mail'
import { bad, type Finding, good, skipped } from './findings.js'

const kinds = ['smtp', 'imap'] as const

/** Tries the mail servers that the settings name; without `connect` it only names them. */
export async function lookAtMail(
  storage: Storage,
  connect: boolean,
  which: readonly (typeof kinds)[number][] = kinds,
): Promise<Finding[]> {
  const values = await storage.settings.all()
  // Whoever has a shell here may connect to whatever the settings name.
  const allowPrivateAddresses = true
  const adapters = { smtp: smtp({ allowPrivateAddresses }), imap: imap({ allowPrivateAddresses }) }
  const findings: Finding[] = []
  for (const kind of which) {
    const host = values[`${kind}-host`]?.trim()
    if (!host) findings.push(skipped(kind, 'the settings name no server'))
    else if (!connect) findings.push(skipped(kind, host))
    else {
      try {
        const [user, pass] = [values[`${kind}-user`] ?? null, values[`${kind}-pass`] ?? null]
        await adapters[kind].check?.({ host, user, pass })
        findings.push(good(kind, `${host} lets us in`))
      } catch (error) {
        findings.push(bad(kind, `${host}: ${(error as Error).message}`, consequences(kind, values)))
      }
    }
  }
  await adapters.smtp.close?.()
  return findings
}

/** What a server that does not work means, and how to mend it. */
function consequences(kind: 'smtp' | 'imap', values: SettingValues): readonly string[] {
  if (kind === 'imap') return []
  const signUps = values.registration === '1' || values.registration === null
  return [
    ...(signUps
      ? ['Nobody who signs up can use the account: the mail that confirms the address never arrives.']
      : []),
    'Mails wait in the outbox, and are given up after a day.',
    'Mend `smtp-host`, `smtp-user` and `smtp-pass` in the settings: /system/edit-settings, as staff of level 3, who can sign in.',
    'Without mails, empty `smtp-host`: accounts then count as confirmed when they are made.',
  ]
}
