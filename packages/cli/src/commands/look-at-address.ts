import type { Storage } from '@opensupports/core'
import { readUrl } from '../serve/index.js'
import { bad, type Finding, good, skipped } from './findings.js'

/** Where links in mails and pictures lead: PUBLIC_URL wins over the setting `url`, and both should say the same. */
export async function lookAtAddress(storage: Storage, env: NodeJS.ProcessEnv): Promise<Finding> {
  const setting = ((await storage.settings.all()).url ?? '').replace(/\/$/, '')
  const isChosen = setting !== '' && setting !== 'http://localhost'
  const publicUrl = env.PUBLIC_URL ? readUrl('PUBLIC_URL', env.PUBLIC_URL) : undefined
  if (publicUrl === undefined) {
    return isChosen
      ? good('address', `links lead to ${setting}, as the setting \`url\` says`)
      : skipped(
          'address',
          'links lead to where the server listens: set PUBLIC_URL where others are to follow them',
        )
  }
  if (!isChosen || setting === publicUrl)
    return good('address', `links lead to ${publicUrl}, as PUBLIC_URL says`)
  return bad('address', `PUBLIC_URL is ${publicUrl}, but the setting \`url\` is ${setting}`, [
    'Links lead to PUBLIC_URL. Clients show the setting: change one of them with /system/edit-settings.',
  ])
}
