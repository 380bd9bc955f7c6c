import { useState } from 'preact/hooks'
import { client } from '../app/client.js'
import { useRefresh } from '../app/me.js'
import { go, Link, type PageProps } from '../app/router.js'
import { Field, Tick } from '../components/field.js'
import { Form, type Values } from '../components/form.js'
import { CurrentPassword } from '../components/password-fields.js'
import { toast } from '../components/toasts.js'
import { useWords } from '../words/customers/index.js'

/** Signs customers and staff in, and goes on to `?next=`. */
export function Page({ query }: PageProps) {
  const words = useWords()
  const refresh = useRefresh()
  const [unverified, setUnverified] = useState<string>()
  const send = async ({ text, on }: Values) => {
    const staff = on('staff')
    const email = text('email')
    setUnverified(undefined)
    try {
      await client.user.login({ email, password: text('password'), staff, remember: on('remember') })
    } catch (error) {
      if ((error as { code?: string }).code === 'UNVERIFIED_USER') setUnverified(email)
      throw error
    }
    await refresh()
    const next = query.get('next') ?? ''
    go(/^\/(?!\/)/.test(next) ? next : staff ? '/staff' : '/tickets', { replace: true })
  }
  const sendAgain = async (email: string) => {
    await client.user.resendEmailToken({ email })
    toast(words.mailSent)
  }
  return (
    <div class="page narrow">
      <h1>{words.signIn}</h1>
      <div class="card">
        <Form submit={words.signIn} send={send} aside={<Link to="/recover-password">{words.forgot}</Link>}>
          <Field name="email" type="email" label={words.email} autocomplete="username" required />
          <CurrentPassword name="password" label={words.password} />
          <Tick name="remember" label={words.remember} />
          <Tick name="staff" label={words.staffTick} defaultChecked={query.has('staff')} />
        </Form>
        {unverified && (
          <button type="button" class="quiet" onClick={() => void sendAgain(unverified)}>
            {words.sendAgain}
          </button>
        )}
      </div>
    </div>
  )
}
