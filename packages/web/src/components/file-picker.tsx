import { useId, useState } from 'preact/hooks'
import { useWords } from '../words/customers/index.js'

interface FilePickerProps {
  readonly file: File | undefined
  readonly onFile: (file: File | undefined) => void
}

/** Takes one file, chosen or dragged in. */
export function FilePicker({ file, onFile }: FilePickerProps) {
  const words = useWords()
  const id = useId()
  const [isOver, setOver] = useState(false)
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [dropped] = event.dataTransfer?.files ?? []
    if (dropped) onFile(dropped)
  }
  const onDragOver = (event: DragEvent) => {
    event.preventDefault()
    setOver(true)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the field inside does the same by keyboard
    <div
      class={`drop${isOver ? ' over' : ''}`}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {file ? (
        <div class="row">
          <span>{file.name}</span>
          <button type="button" class="quiet small" onClick={() => onFile(undefined)}>
            {words.remove}
          </button>
        </div>
      ) : (
        <>
          <label for={id} class="label">
            {words.attach} <span class="soft">{words.drop}</span>
          </label>
          <input id={id} type="file" onChange={(event) => onFile(event.currentTarget.files?.[0])} />
        </>
      )}
    </div>
  )
}
