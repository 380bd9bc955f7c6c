import { OpenSupports } from '@opensupports/core'
import { sqlite } from '@opensupports/kysely/sqlite'
import { createShop, refund } from './billing.js'

/** Opens the helpdesk of the shop, with its own operation `billing.refund`. */
export async function openHelpdesk(file: string) {
  const helpdesk = new OpenSupports({ storage: await sqlite(file), extend: { billing: { refund } } })
  await helpdesk.transaction((_, trx) => createShop(trx))
  return helpdesk
}
