import { useState } from 'preact/hooks'
import { client, useRead } from '../app/client.js'
import { useRefresh } from '../app/me.js'
import { go, Link } from '../app/router.js'
import { fill } from '../app/words.js'
import { Captcha, useCaptcha } from '../components/captcha.js'
import { CustomFieldInputs, customFieldsOf } from '../components/custom-fields.js'
import { Field } from '../components/field.js'
import { Form, type Values } from '../components/form.js'
import { NewPassword } from '../components/password-fields.js'
import { useWords } from '../words/customers/index.js'

export function Page() {
  const words = useWords()
  const refresh = useRefresh()
  const [address, setAddress] = useState<string>()
  const captcha = useCaptcha()
  const { data: fields } = useRead('system.getCustomFields', {})
  const send = async ({ text }: Values) => {
    const email = text('email')
    const customfields = customFieldsOf(fields, text)
    const login = { email, password: text('password') }
    await client.user.signup({ ...login, name: text('name'), customfields, ...captcha.solution() })
    // A helpdesk without a mail server asks for no proof of the address: the account is open at once.
    try {
      await client.user.login(login)
    } catch {
      return setAddress(email)
    }
    await refresh()
    go('/tickets', { replace: true })
  }
  if (address !== undefined)
    return (
      <div class="page narrow">
        <h1>{words.checkMail}</h1>
        <p>{fill(words.checkMailText, { email: address })}</p>
        <Link to="/sign-in" class="button">
          {words.signIn}
        </Link>
      </div>
    )
  return (
    <div class="page narrow">
      <h1>{words.signUp}</h1>
      <div class="card">
        <Form
          submit={words.signUp}
          send={send}
          aside={
            <span>
              {words.haveAccount} <Link to="/sign-in">{words.signIn}</Link>
            </span>
          }
        >
          <Field name="name" label={words.name} autocomplete="name" required maxLength={200} />
          <Field name="email" type="email" label={words.email} autocomplete="email" required />
          <NewPassword name="password" label={words.password} />
          <CustomFieldInputs fields={fields} />
          <Captcha captcha={captcha} />
        </Form>
      </div>
    </div>
  )
}
