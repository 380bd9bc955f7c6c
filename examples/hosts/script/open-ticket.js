// Opens a ticket from a shell: `node open-ticket.js 'Disk full' 'On the file server.'`
import { OpenSupports, OpenSupportsError } from '@opensupports/core'
import { sqlite } from '@opensupports/kysely/sqlite'

const [title = '', content = ''] = process.argv.slice(2)
const helpdesk = new OpenSupports({ storage: await sqlite('helpdesk.db') })
try {
  await helpdesk.install({
    admin: { name: 'Ada', email: 'ada@shop.example', password: process.env.ADMIN_PASSWORD },
  })
  const robot = helpdesk.actingAs({
    user: { id: 'monitoring', name: 'Monitoring', email: 'monitoring@shop.example' },
  })
  const { ticketNumber } = await helpdesk.ticket.create(robot, { title, content })
  console.log(ticketNumber)
} catch (error) {
  if (!(error instanceof OpenSupportsError)) throw error
  console.error(error.message)
  process.exitCode = 1
} finally {
  await helpdesk.storage.close()
}
