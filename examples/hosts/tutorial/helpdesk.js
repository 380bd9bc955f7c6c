import { OpenSupports } from '@opensupports/core'
import { localFiles } from '@opensupports/files'
import { sqlite } from '@opensupports/kysely/sqlite'
import { smtp } from '@opensupports/mail'

/** The helpdesk of this app: `helpdesk.ticket.create(session, params)`. */
export const helpdesk = new OpenSupports({
  storage: await sqlite('helpdesk.db'),
  files: localFiles('helpdesk-files'),
  // Sends by the server in the settings; without one, nothing is sent.
  mailer: smtp(),
})
