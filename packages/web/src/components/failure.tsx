import { useWords } from '../words/customers/index.js'
import { Alert } from './alert.js'
import { Heading } from './heading.js'
import { refusal } from './refusal.js'

export interface FailureProps {
  /** The heading of what could not be shown. */
  readonly title: string
  /** Default: an unknown one. */
  readonly error?: unknown
}

/** Stands in place of something whose data did not come. */
export function Failure({ title, error }: FailureProps) {
  const words = useWords()
  return (
    <>
      <Heading>{title}</Heading>
      <Alert tone="bad">{refusal(error, words) ?? words.failed}</Alert>
    </>
  )
}
