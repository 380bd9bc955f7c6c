import { useState } from 'preact/hooks'
import { client } from '../app/client.js'
import { useRefresh } from '../app/me.js'
import { Link, type PageProps } from '../app/router.js'
import { fill } from '../app/words.js'
import { Field, Tick } from '../components/field.js'
import { Form, Refused, type Values } from '../components/form.js'
import { NewPassword } from '../components/password-fields.js'
import { useWords } from '../words/customers/index.js'

/** Sets a password with the link of a recovery or an invitation; without a token, sends such a link. */
export function Page({ query }: PageProps) {
  const token = query.get('token')
  if (!token) return <SendLink />
  return <Choose email={query.get('email') ?? ''} token={token} isInvited={query.get('invited') === 'true'} />
}

interface ChooseProps {
  readonly email: string
  readonly token: string
  /** Whether the link is that of an invitation. */
  readonly isInvited: boolean
}

function Choose({ email, token, isInvited }: ChooseProps) {
  const words = useWords()
  const refresh = useRefresh()
  const [signIn, setSignIn] = useState<string>()
  const send = async ({ text }: Values) => {
    const password = text('password')
    if (password !== text('again')) throw new Refused(words.passwordsDiffer)
    try {
      const { staff } = await client.user.recoverPassword({ email, token, password })
      setSignIn(staff ? '/sign-in?staff=1' : '/sign-in')
    } catch (error) {
      if ((error as { code?: string }).code === 'NO_PERMISSION') throw new Refused(words.linkUsed)
      throw error
    }
    await refresh()
  }
  if (signIn)
    return (
      <div class="page narrow">
        <h1>{words.passwordSaved}</h1>
        <p>{words.passwordSavedText}</p>
        <Link to={signIn} class="button">
          {words.signIn}
        </Link>
      </div>
    )
  return (
    <div class="page narrow">
      <h1>{isInvited ? words.invited : words.newPasswordHeading}</h1>
      <div class="card">
        <p>{fill(words.newPasswordText, { email })}</p>
        <Form submit={words.save} send={send}>
          <input type="hidden" name="username" autocomplete="username" value={email} />
          <NewPassword name="password" />
          <Field name="again" type="password" label={words.again} autocomplete="new-password" required />
        </Form>
      </div>
    </div>
  )
}

function SendLink() {
  const words = useWords()
  const [isSent, setSent] = useState(false)
  const send = async ({ text, on }: Values) => {
    await client.user.sendRecoverPassword({ email: text('email'), staff: on('staff') })
    setSent(true)
  }
  if (isSent)
    return (
      <div class="page narrow">
        <h1>{words.mailSent}</h1>
        <p>{words.mailSentText}</p>
      </div>
    )
  return (
    <div class="page narrow">
      <h1>{words.forgot}</h1>
      <div class="card">
        <p>{words.forgotText}</p>
        <Form submit={words.sendLink} send={send}>
          <Field name="email" type="email" label={words.email} autocomplete="email" required />
          <Tick name="staff" label={words.staffTick} />
        </Form>
      </div>
    </div>
  )
}
