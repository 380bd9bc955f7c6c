import { useState } from 'preact/hooks'
import { client } from '../app/client.js'
import { useMe, useRefresh } from '../app/me.js'
import { AddressChanged } from '../components/address-changed.js'
import { ChangePassword } from '../components/change-password.js'
import { Field } from '../components/field.js'
import { Form, type Values } from '../components/form.js'
import { useWords } from '../words/customers/index.js'
import { StaffFrame, staffPage } from './staff-page.js'

export const Page = staffPage(Profile)

/** The member's own address and password. */
function Profile() {
  const words = useWords()
  const me = useMe()
  const refresh = useRefresh()
  const [address, setAddress] = useState<string>()
  if (me?.kind !== 'staff') return null
  const changeEmail = async ({ text }: Values) => {
    await client.staff.edit({ email: text('email') })
    setAddress(text('email'))
    await refresh()
  }
  return (
    <StaffFrame title={words.profile}>
      <section class="card">
        <h2>{words.changeEmail}</h2>
        <p>{me.staff.email}</p>
        {address && <AddressChanged address={address} present={me.staff.email} />}
        <Form submit={words.save} send={changeEmail}>
          <Field name="email" type="email" label={words.email} autocomplete="email" required />
        </Form>
      </section>
      <ChangePassword />
    </StaffFrame>
  )
}
