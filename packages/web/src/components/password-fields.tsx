import { useWords } from '../words/customers/index.js'
import { Field } from './field.js'

interface PasswordProps {
  readonly name: string
  /** Default: `Current password` or `New password`. */
  readonly label?: string
}

/** A field for the password that the reader has. */
export function CurrentPassword({ name, label }: PasswordProps) {
  const words = useWords()
  return (
    <Field
      name={name}
      type="password"
      label={label ?? words.oldPassword}
      autocomplete="current-password"
      required
    />
  )
}

/** A field for a password to set, with the rule that it has to meet. */
export function NewPassword({ name, label }: PasswordProps) {
  const words = useWords()
  return (
    <Field
      name={name}
      type="password"
      label={label ?? words.newPassword}
      hint={words.passwordHint}
      autocomplete="new-password"
      required
      minLength={6}
      maxLength={200}
    />
  )
}
