import { useState } from 'preact/hooks'
import { client } from '../app/client.js'
import { useRefresh } from '../app/me.js'
import { Link, type PageProps } from '../app/router.js'
import { fill } from '../app/words.js'
import { Form } from '../components/form.js'
import { useWords } from '../words/customers/index.js'

/** Confirms an address by a button: programs that scan mails open every link. */
export function Page({ params: { email = '', token = '' } }: PageProps) {
  const words = useWords()
  const refresh = useRefresh()
  const [isDone, setDone] = useState(false)
  const send = async () => {
    await client.user.verify({ email, token })
    setDone(true)
    await refresh()
  }
  if (isDone)
    return (
      <div class="page narrow">
        <h1>{words.confirmed}</h1>
        <Link to="/sign-in" class="button">
          {words.signIn}
        </Link>
      </div>
    )
  return (
    <div class="page narrow">
      <h1>{words.confirmHeading}</h1>
      <div class="card">
        <p>{fill(words.confirmText, { email })}</p>
        <Form submit={words.confirmButton} send={send} />
      </div>
    </div>
  )
}
