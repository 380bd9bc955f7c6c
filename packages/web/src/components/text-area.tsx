import { useId } from 'preact/hooks'

interface TextAreaProps {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly defaultValue?: string
  readonly required?: boolean
  readonly onInput?: (text: string) => void
}

/** A field for several lines of plain text. */
export function TextArea({ name, label, hint, defaultValue = '', required = false, onInput }: TextAreaProps) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        name={name}
        rows={4}
        defaultValue={defaultValue}
        required={required}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => onInput?.(event.currentTarget.value)}
      />
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
