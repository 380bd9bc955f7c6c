import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { useDesk } from '../app/desk.js'
import { useWords } from '../words/customers/index.js'
import { type Draft, draftOf, draftOfText, emptyDraft } from './draft.js'
import { PictureIcon } from './icons.js'
import type { Writing } from './writing.js'

/** A running editor, for other parts of the page. */
export interface EditorHandle {
  /** Adds HTML at the cursor. */
  insert(html: string): void
  focus(): void
}

interface EditorProps {
  readonly label: string
  /** Called at each change. */
  readonly onDraft: (draft: Draft) => void
  /** Whether pictures can be pasted, dropped or chosen. */
  readonly pictures: boolean
  /** The HTML of a message to change. */
  readonly initial?: string
  /** Receives the editor once it runs. */
  readonly handle?: RefObject<EditorHandle | undefined>
}

/**
 * An editor of rich text. Its code is loaded when it is first shown, and one can type meanwhile. If loading fails, a plain
 * text field takes its place and keeps the typed text. To empty it, render it with another key.
 */
export function Editor({ label, onDraft, pictures, initial = '', handle }: EditorProps) {
  const words = useWords()
  const id = useId()
  const { host } = useDesk()
  const field = useRef<HTMLDivElement>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const [writing, setWriting] = useState<Writing>()
  // In a shadow root within another one, browsers hide the selection from the page wherever the text is.
  const [isPlain, setPlain] = useState(host !== undefined && host.element.getRootNode() !== document)
  const [typed, setTyped] = useState('')
  useEffect(() => {
    const element = field.current
    if (!element) return
    let started: Writing | undefined
    let isGone = false
    const files: Blob[] = []
    onDraft(emptyDraft)
    import('./writing.js').then(
      ({ startWriting }) => {
        if (isGone) return
        started = startWriting(element, { pictures: pictures ? files : undefined, onChange })
        setWriting(started)
        if (initial !== '') started.load(initial)
        if (handle) handle.current = started
      },
      () => {
        setTyped(element.innerText)
        setPlain(true)
      },
    )
    const onChange = () => onDraft(draftOf(element, files))
    return () => {
      isGone = true
      started?.stop()
    }
  }, [])
  if (isPlain)
    return (
      <div class="field">
        <label for={id}>{label}</label>
        <textarea
          id={id}
          rows={8}
          defaultValue={typed}
          onInput={(event) => onDraft(draftOfText(event.currentTarget.value))}
        />
      </div>
    )
  const text = (
    // biome-ignore lint/a11y/useSemanticElements: a textarea holds no rich text
    <div
      ref={field}
      class={host ? 'support-editor' : 'editor'}
      slot={host && id}
      role="textbox"
      aria-multiline="true"
      aria-label={label}
      tabIndex={0}
      // Without the code, nothing makes pasted HTML harmless. A message that is changed replaces the whole text once the code
      // has come, so nothing is typed before.
      contentEditable={initial === '' ? 'plaintext-only' : undefined}
      onInput={(event) => writing || onDraft(draftOfText(event.currentTarget.innerText))}
    />
  )
  return (
    <div class="field">
      <span class="label">{label}</span>
      <div class="tools">
        <Tool icon="B" label={words.bold} onPress={() => writing?.bold()} />
        <Tool icon="I" label={words.italic} onPress={() => writing?.italic()} />
        <Tool icon="•" label={words.list} onPress={() => writing?.list()} />
        <Tool icon="≡" label={words.numberedList} onPress={() => writing?.numberedList()} />
        {pictures && (
          <>
            <Tool icon={<PictureIcon />} label={words.addPicture} onPress={() => chooser.current?.click()} />
            <input
              ref={chooser}
              type="file"
              accept="image/*"
              hidden
              aria-label={words.addPicture}
              onChange={(event) => {
                for (const file of event.currentTarget.files ?? []) writing?.picture(file)
                event.currentTarget.value = ''
              }}
            />
          </>
        )}
      </div>
      {host ? (
        <div class="editor" part="input">
          <slot name={id} />
          {host.beside(text)}
        </div>
      ) : (
        text
      )}
    </div>
  )
}

interface ToolProps {
  readonly icon: ComponentChildren
  readonly label: string
  readonly onPress: () => void
}

const Tool = ({ icon, label, onPress }: ToolProps) => (
  <button type="button" class="quiet" aria-label={label} title={label} onClick={onPress}>
    <span aria-hidden="true">{icon}</span>
  </button>
)
