import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { until } from '../waiting.mjs'

const link = /https?:\/\/\S+/

/** Starts a mail server that keeps the mails it receives. */
export async function catchMails() {
  const mails = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    async onData(stream, _session, done) {
      mails.push(await PostalMime.parse(Buffer.concat(await stream.toArray())))
      done()
    },
  })
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    port: server.server.address().port,
    /** Returns the address behind the button of the next mail to somebody. */
    linkTo: (address) =>
      until(`a mail to ${address}`, () => {
        const at = mails.findIndex(
          ({ to, text }) => to?.some((each) => each.address === address) && link.test(text),
        )
        if (at < 0) return undefined
        const [mail] = mails.splice(at, 1)
        return link.exec(mail.text)?.[0]
      }),
    close: () => new Promise((end) => server.close(end)),
  }
}
