import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useWords } from '../words/customers/index.js'
import { Alert } from './alert.js'
import { refusal } from './refusal.js'

/** The values of a form, by the names of its fields. */
export interface Values {
  /** Returns the text of a field; an empty one if it is absent. */
  text(name: string): string
  /** Returns whether a box is ticked. */
  on(name: string): boolean
}

interface FormProps {
  /** The words on the button. */
  readonly submit: string
  /** Sends the form. What it throws is shown above the fields. */
  readonly send: (values: Values) => Promise<unknown>
  readonly children?: ComponentChildren
  /** Stands beside the button. */
  readonly aside?: ComponentChildren
}

/** Thrown by `send` so that the form shows its message. */
export class Refused extends Error {}

/** A form. It sends once at a time, and shows why a call was refused. */
export function Form({ submit, send, children, aside }: FormProps) {
  const words = useWords()
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const onSubmit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (isBusy) return
    const data = new FormData(event.currentTarget as HTMLFormElement)
    const text = (name: string) => String(data.get(name) ?? '')
    setBusy(true)
    setError(undefined)
    try {
      await send({ text, on: (name) => data.has(name) })
    } catch (thrown) {
      setError(thrown)
    }
    setBusy(false)
  }
  const sentence = error instanceof Refused ? error.message : refusal(error, words)
  return (
    <form class="form" onSubmit={(event) => void onSubmit(event as unknown as SubmitEvent)}>
      {sentence && <Alert tone="bad">{sentence}</Alert>}
      {children}
      <div class="row">
        {/* A disabled button would lose the focus. */}
        <button type="submit" class="button" part="button submit" aria-disabled={isBusy}>
          {submit}
        </button>
        {aside}
      </div>
    </form>
  )
}
