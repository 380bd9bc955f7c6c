import type { ComponentChildren } from 'preact'
import { useWords } from '../words/customers/index.js'

/** The entries on a page of lists that do not return their number of pages, as documented by their operations. */
export const entriesPerPage = 10

interface StepsProps {
  readonly page: number
  readonly isLast: boolean
  readonly onPage: (page: number) => void
  /** Between the two buttons. */
  readonly children?: ComponentChildren
}

/** The way through a list whose number of pages is unknown. Shows nothing for a single page. */
export function Steps({ page, isLast, onPage, children }: StepsProps) {
  const words = useWords()
  if (page === 1 && isLast) return null
  return (
    <nav class="pager" aria-label={words.pages}>
      <button type="button" class="quiet" disabled={page === 1} onClick={() => onPage(page - 1)}>
        {words.previous}
      </button>
      {children}
      <button type="button" class="quiet" disabled={isLast} onClick={() => onPage(page + 1)}>
        {words.next}
      </button>
    </nav>
  )
}
