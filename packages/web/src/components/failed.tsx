import { useWords } from '../words/customers/index.js'
import { Alert } from './alert.js'
import { refusal } from './refusal.js'

interface FailedProps {
  /** The heading of the page that could not be shown. */
  readonly title: string
  /** Default: an unknown one. */
  readonly error?: unknown
}

/** A page in place of one whose data did not come. */
export function Failed({ title, error }: FailedProps) {
  const words = useWords()
  return (
    <div class="page middle">
      <h1>{title}</h1>
      <Alert tone="bad">{refusal(error, words) ?? words.failed}</Alert>
    </div>
  )
}
