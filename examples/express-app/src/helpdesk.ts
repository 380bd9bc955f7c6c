import { OpenSupports } from '@opensupports/core'
import { localFiles } from '@opensupports/files'
import { sqlite } from '@opensupports/kysely/sqlite'

/** Opens the shop's helpdesk in a folder. Installs it at the first start. */
export async function openHelpdesk(folder: string, url: string, password: string): Promise<OpenSupports> {
  const storage = await sqlite(`${folder}/helpdesk.db`)
  const files = localFiles(`${folder}/files`)
  const helpdesk = new OpenSupports({ storage, files, apiUrl: `${url}/support/api` })
  await helpdesk.install({ admin: { name: 'Shop Admin', email: 'admin@shop.example', password }, url })
  return helpdesk
}
