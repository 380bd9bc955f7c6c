import type { ComponentChildren } from 'preact'
import { useDesk } from '../app/desk.js'
import { useWords } from '../words/customers/index.js'
import { saveFile } from './downloads.js'
import { ClipIcon } from './icons.js'
import { RichText } from './rich-text.js'
import { Time } from './time.js'

interface MessageProps {
  readonly name: string
  readonly isStaff: boolean
  readonly date: Date
  readonly content: string
  readonly file: string | null
  readonly fileName: string | null
  /** The badge of a note that only the team sees; undefined for other messages. */
  readonly note?: string | undefined
  /** Shown after the date. */
  readonly children?: ComponentChildren
}

/** A message of a ticket: who wrote it, when, and its text and attachment. */
export function Message({ name, isStaff, date, content, file, fileName, note, children }: MessageProps) {
  const words = useWords()
  const { client } = useDesk()
  return (
    <article class={`card message${isStaff ? ' staff' : ''}${note ? ' note' : ''}`} part="message">
      <div class="meta">
        <strong>{name}</strong>
        {isStaff && <span class="badge">{words.staffBadge}</span>}
        {note && <span class="badge bad">{note}</span>}
        <Time date={date} />
        {children}
      </div>
      <RichText html={content} />
      {file && (
        <p class="row">
          <button type="button" class="quiet small" onClick={() => void saveFile(client, file)}>
            <ClipIcon /> {fileName ?? file}
          </button>
        </p>
      )}
    </article>
  )
}
