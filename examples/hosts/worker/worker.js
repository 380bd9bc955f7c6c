import { smtp } from '@opensupports/mail'
import { startBackground } from '@opensupports/server'
import { openHelpdesk } from './helpdesk.js'

const helpdesk = await openHelpdesk(smtp({ server: { host: process.env.SMTP_HOST ?? 'localhost:25' } }))
const background = startBackground(helpdesk, { pollEvery: 0 })

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await background.stop()
    await helpdesk.storage.close()
  })
}
