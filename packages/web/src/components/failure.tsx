import { useWords } from '../words/customers/index.js'
import { Alert } from './alert.js'
import { Heading } from './heading.js'
import { refusal } from './refusal.js'

export interface FailureProps {
  /** The heading of the content that could not be loaded. */
  readonly title: string
  /** Why it could not be loaded. Default: the reason is unknown. */
  readonly error?: unknown
}

/** Shown in place of content that could not be loaded. */
export function Failure({ title, error }: FailureProps) {
  const words = useWords()
  return (
    <>
      <Heading>{title}</Heading>
      <Alert tone="bad">{refusal(error, words) ?? words.failed}</Alert>
    </>
  )
}
