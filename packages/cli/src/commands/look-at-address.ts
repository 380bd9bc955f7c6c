import type { Storage } from '@opensupports/core'
import { readUrl } from '../serve/index.js'
import { bad, type Finding, good, skipped } from './findings.js'

/**
 * Checks the base address of links in mails and pictures. PUBLIC_URL overrides the setting `url`, and they should
 * agree.
 */
export async function lookAtAddress(storage: Storage, env: NodeJS.ProcessEnv): Promise<Finding> {
  const setting = ((await storage.settings.all()).url ?? '').replace(/\/$/, '')
  const isChosen = setting !== '' && setting !== 'http://localhost'
  const publicUrl = env.PUBLIC_URL ? readUrl('PUBLIC_URL', env.PUBLIC_URL) : undefined
  if (publicUrl === undefined) {
    return isChosen
      ? good('address', `links lead to ${setting}, from the setting \`url\``)
      : skipped(
          'address',
          'links lead to the address that the server listens on: set PUBLIC_URL so that others can follow them',
        )
  }
  if (!isChosen || setting === publicUrl)
    return good('address', `links lead to ${publicUrl}, from PUBLIC_URL`)
  return bad('address', `PUBLIC_URL is ${publicUrl}, but the setting \`url\` is ${setting}`, [
    'Links lead to PUBLIC_URL, but clients show the setting: change PUBLIC_URL, or `url` with `opensupports settings set`.',
  ])
}
