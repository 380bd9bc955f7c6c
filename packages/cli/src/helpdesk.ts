import { guest, OpenSupports, type SessionContext, type Storage } from '@opensupports/core'
import { mustExist, openFiles, withDatabase } from './open.js'
import { ConfigError, type DataPlace } from './place.js'
import { mailAdapters, readMailServers } from './serve/index.js'

/** A helpdesk that a command works on. */
export interface OpenHelpdesk {
  readonly helpdesk: OpenSupports
  readonly storage: Storage
  /** The session of the staff member of level 3 with the lowest id, for whom the command acts. */
  readonly admin: SessionContext
}

/**
 * Opens an installed helpdesk with its files and mail servers, runs a function with it, and closes it.
 *
 * @throws ConfigError if the helpdesk is not installed, or has no staff member of level 3 who can sign in
 */
export async function withHelpdesk<T>(
  place: DataPlace,
  env: NodeJS.ProcessEnv,
  work: (open: OpenHelpdesk) => Promise<T>,
): Promise<T> {
  mustExist(place)
  // A user with a shell on this machine may connect anywhere.
  const { mailer, mailbox } = mailAdapters(readMailServers(env), true)
  return withDatabase(place, async (storage) => {
    const { PUBLIC_URL: publicUrl } = env
    const options = { storage, mailer, mailbox, files: openFiles(place, env) }
    const helpdesk = new OpenSupports(publicUrl ? { ...options, publicUrl } : options)
    if (!(await helpdesk.system.installationDone(guest)))
      throw new ConfigError('the helpdesk is not installed: run `opensupports create-admin`')
    const first = (await storage.staff.all()).find(({ level, disabled }) => level === 3 && !disabled)
    if (!first) throw new ConfigError('nobody has level 3: run `opensupports create-admin`')
    try {
      return await work({ helpdesk, storage, admin: helpdesk.actingAs({ staff: first.id }) })
    } finally {
      await mailer.close()
    }
  })
}
