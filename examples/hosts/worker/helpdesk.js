import { OpenSupports } from '@opensupports/core'
import { localFiles } from '@opensupports/files'
import { sqlite } from '@opensupports/kysely/sqlite'

/** Opens the helpdesk that both processes share. They differ in the mailer alone. */
export async function openHelpdesk(mailer) {
  const storage = await sqlite('helpdesk.db')
  const helpdesk = new OpenSupports({ storage, files: localFiles('files'), mailer })
  await helpdesk.install({
    admin: { name: 'Ada', email: 'ada@shop.example', password: process.env.ADMIN_PASSWORD },
  })
  return helpdesk
}
