import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { useWords } from '../words/customers/index.js'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ComponentChildren
}

/** A window above the page, as long as it is rendered. Its button and Escape close it. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const words = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{title}</h2>
      {children}
      {/* Stands above, and is last so that the first field gets the focus. */}
      <button type="button" class="quiet small close" aria-label={words.cancel} onClick={onClose}>
        <span aria-hidden="true">×</span>
      </button>
    </dialog>
  )
}
