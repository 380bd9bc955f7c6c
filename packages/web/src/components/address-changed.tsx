import { fill } from '../app/words.js'
import { useWords } from '../words/customers/index.js'
import { Alert } from './alert.js'

interface AddressChangedProps {
  /** The address that the reader asked for. */
  readonly address: string
  /** The address that the account has now. */
  readonly present: string
}

/**
 * Says that a new address was saved, or that it takes effect with the link in a mail. A helpdesk without a mail server asks
 * for no proof.
 */
export function AddressChanged({ address, present }: AddressChangedProps) {
  const words = useWords()
  const isSaved = address.toLowerCase() === present.toLowerCase()
  return <Alert tone="good">{isSaved ? words.saved : fill(words.checkMailText, { email: address })}</Alert>
}
