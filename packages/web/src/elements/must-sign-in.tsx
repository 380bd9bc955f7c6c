import { Alert } from '../components/alert.js'
import { useWords } from '../words/customers/index.js'

/** Says that guests cannot do this. The page can put its own way to sign in here: `slot="guest"`. */
export function MustSignIn() {
  const words = useWords()
  return (
    <slot name="guest">
      <Alert tone="info">{words.mustSignIn}</Alert>
    </slot>
  )
}
