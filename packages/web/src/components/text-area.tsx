import { useId } from 'preact/hooks'

interface TextAreaProps {
  readonly name: string
  readonly label: string
  readonly defaultValue?: string
  readonly required?: boolean
  readonly onInput?: (text: string) => void
}

/** A field for several lines of plain text. */
export function TextArea({ name, label, defaultValue = '', required = false, onInput }: TextAreaProps) {
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
        onInput={(event) => onInput?.(event.currentTarget.value)}
      />
    </div>
  )
}
