import type { ComponentChildren, InputEventHandler } from 'preact'
import { useId } from 'preact/hooks'

interface LabelledProps {
  readonly label: string
  readonly hint?: string | undefined
}

type Input = {
  readonly name: string
  readonly type?: string
  readonly required?: boolean
  readonly maxLength?: number
  readonly minLength?: number
  readonly min?: string
  readonly max?: string
  readonly autocomplete?: string
  readonly inputMode?: string
  readonly value?: string
  readonly defaultValue?: string
  readonly readOnly?: boolean
  readonly onInput?: InputEventHandler<HTMLInputElement>
}

/** A text field with its label. */
export function Field({ label, hint, ...input }: LabelledProps & Input) {
  const id = useId()
  return (
    <div class="field">
      <label for={id} part="label">
        {label}
      </label>
      <input {...(input as object)} id={id} part="input" aria-describedby={hint ? `${id}-hint` : undefined} />
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

interface SelectProps extends LabelledProps {
  readonly name: string
  readonly value?: string | undefined
  readonly required?: boolean
  readonly onChange?: (value: string) => void
  readonly children: ComponentChildren
}

/** A choice with its label; the children are `<option>`s. */
export function Select({ label, hint, value, onChange, children, ...select }: SelectProps) {
  const id = useId()
  return (
    <div class="field">
      <label for={id} part="label">
        {label}
      </label>
      <select
        {...select}
        part="input"
        id={id}
        {...(value === undefined ? {} : { value })}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange?.(event.currentTarget.value)}
      >
        {children}
      </select>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

interface TickProps {
  readonly name: string
  readonly label: string
  readonly defaultChecked?: boolean
}

/** A box to tick. */
export const Tick = ({ label, ...input }: TickProps) => (
  <label class="tick">
    <input {...input} type="checkbox" value="1" />
    <span>{label}</span>
  </label>
)
