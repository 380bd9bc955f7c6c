import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useStaffWords } from '../words/staff/index.js'
import { Confirm } from './confirm.js'

interface Named {
  readonly name: string
}

interface NamedListProps<Item extends Named> {
  readonly items: readonly Item[]
  readonly about?: (item: Item) => ComponentChildren
  readonly onEdit?: ((item: Item) => void) | undefined
  readonly onDelete?: ((item: Item) => Promise<unknown>) | undefined
}

/** A list of things with names, each to edit and to delete. */
export function NamedList<Item extends Named>({ items, about, onEdit, onDelete }: NamedListProps<Item>) {
  const staffWords = useStaffWords()
  const [deleted, setDeleted] = useState<Item>()
  if (items.length === 0) return <p class="card soft">{staffWords.nothing}</p>
  return (
    <>
      <ul class="list">
        {items.map((item, index) => (
          <li key={`${index} ${item.name}`} class="entry">
            <span class="grow">
              <strong>{item.name}</strong> <span class="soft">{about?.(item)}</span>
            </span>
            <span class="row">
              {onEdit && (
                <button
                  type="button"
                  class="quiet small"
                  aria-label={`${staffWords.edit}: ${item.name}`}
                  onClick={() => onEdit(item)}
                >
                  {staffWords.edit}
                </button>
              )}
              {onDelete && (
                <button
                  type="button"
                  class="quiet small"
                  aria-label={`${staffWords.delete}: ${item.name}`}
                  onClick={() => setDeleted(item)}
                >
                  {staffWords.delete}
                </button>
              )}
            </span>
          </li>
        ))}
      </ul>
      {deleted && onDelete && (
        <Confirm name={deleted.name} run={() => onDelete(deleted)} onClose={() => setDeleted(undefined)} />
      )}
    </>
  )
}
