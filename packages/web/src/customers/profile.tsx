import type { OwnUser } from '@opensupports/core'
import { useState } from 'preact/hooks'
import { client, useRead } from '../app/client.js'
import { useMe, useRefresh } from '../app/me.js'
import { AddressChanged } from '../components/address-changed.js'
import { ChangePassword } from '../components/change-password.js'
import { CustomFieldInputs, customFieldsOf } from '../components/custom-fields.js'
import { Field } from '../components/field.js'
import { Form, type Values } from '../components/form.js'
import { CurrentPassword } from '../components/password-fields.js'
import { toast } from '../components/toasts.js'
import { useWords } from '../words/customers/index.js'

/** The customer's address, password and custom fields. The language is chosen below every page. */
export function Page() {
  const words = useWords()
  const me = useMe()
  if (me?.kind !== 'user') return null
  return (
    <div class="page narrow">
      <h1>{words.profile}</h1>
      <Details user={me.user} />
      <ChangeEmail user={me.user} />
      <ChangePassword />
    </div>
  )
}

function Details({ user }: { readonly user: OwnUser }) {
  const words = useWords()
  const refresh = useRefresh()
  const { data: fields } = useRead('system.getCustomFields', {})
  const send = async ({ text }: Values) => {
    await client.user.editCustomFields({ customfields: customFieldsOf(fields, text) })
    await refresh()
    toast(words.saved)
  }
  return (
    <section class="card">
      <h2>{words.details}</h2>
      <p>
        {user.name}
        <br />
        {user.email}
      </p>
      {fields && fields.length > 0 && (
        <Form submit={words.save} send={send}>
          <CustomFieldInputs fields={fields} values={user.customfields} />
        </Form>
      )}
    </section>
  )
}

function ChangeEmail({ user }: { readonly user: OwnUser }) {
  const words = useWords()
  const refresh = useRefresh()
  const [address, setAddress] = useState<string>()
  const send = async ({ text }: Values) => {
    const newEmail = text('email')
    await client.user.editEmail({ newEmail, password: text('password') })
    setAddress(newEmail)
    await refresh()
  }
  return (
    <section class="card">
      <h2>{words.changeEmail}</h2>
      {address ? (
        <AddressChanged address={address} present={user.email} />
      ) : (
        <Form submit={words.save} send={send}>
          <Field name="email" type="email" label={words.email} autocomplete="email" required />
          <CurrentPassword name="password" />
        </Form>
      )}
    </section>
  )
}
