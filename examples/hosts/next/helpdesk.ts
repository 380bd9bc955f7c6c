import { OpenSupports } from '@opensupports/core'
import { localFiles } from '@opensupports/files'
import { sqlite } from '@opensupports/kysely/sqlite'
import { smtp } from '@opensupports/mail'

const open = async () =>
  new OpenSupports({
    storage: await sqlite('helpdesk.db'),
    files: localFiles('helpdesk-files'),
    // Sends by the server in the settings; without one, nothing is sent.
    mailer: smtp(),
  })

// `next build` loads this file too, so the database is opened at the first call.
let opened: ReturnType<typeof open> | undefined

/** The helpdesk of this app: `(await openHelpdesk()).ticket.create(session, params)`. */
export const openHelpdesk = () => {
  opened ??= open().catch((error) => {
    // The next call tries again.
    opened = undefined
    throw error
  })
  return opened
}
