import type { ComponentChildren } from 'preact'
import { useWords } from '../words/customers/index.js'

/** The entries on a page of lists that do not return their number of pages, as documented by their operations. */
export const entriesPerPage = 10

interface StepsProps {
  readonly page: number
  readonly isLast: boolean
  /** Whether the list still shows the page before this one. */
  readonly isBusy?: boolean
  readonly onPage: (page: number) => void
  /** Between the two buttons. */
  readonly children?: ComponentChildren
}

/** The way through a list whose number of pages is unknown. Shows nothing for a single page. */
export function Steps({ page, isLast, isBusy = false, onPage, children }: StepsProps) {
  const words = useWords()
  if (page === 1 && isLast && !isBusy) return null
  const step = (label: string, target: number, isEnd: boolean) => (
    // A disabled button would lose the focus.
    <button
      type="button"
      class="quiet"
      aria-disabled={isEnd || isBusy}
      onClick={() => !isEnd && !isBusy && onPage(target)}
    >
      {label}
    </button>
  )
  return (
    <nav class="pager" aria-label={words.pages}>
      {step(words.previous, page - 1, page === 1)}
      {children}
      {step(words.next, page + 1, isLast)}
    </nav>
  )
}
