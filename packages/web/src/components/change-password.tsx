import { client } from '../app/client.js'
import { useWords } from '../words/customers/index.js'
import { Form, type Values } from './form.js'
import { CurrentPassword, NewPassword } from './password-fields.js'
import { toast } from './toasts.js'

/** The part of a profile that changes the reader's own password. */
export function ChangePassword() {
  const words = useWords()
  const send = async ({ text }: Values) => {
    await client.user.editPassword({ oldPassword: text('old'), newPassword: text('new') })
    toast(words.passwordSaved)
  }
  return (
    <section class="card">
      <h2>{words.changePassword}</h2>
      <Form submit={words.save} send={send}>
        <CurrentPassword name="old" />
        <NewPassword name="new" />
      </Form>
    </section>
  )
}
