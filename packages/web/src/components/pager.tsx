import { fill } from '../app/words.js'
import { useWords } from '../words/customers/index.js'

interface PagerProps {
  readonly page: number
  readonly pages: number
  readonly onPage: (page: number) => void
}

/** The way to the next page of a list and back. Shows nothing for a single page. */
export function Pager({ page, pages, onPage }: PagerProps) {
  const words = useWords()
  if (pages <= 1) return null
  return (
    <nav class="pager" aria-label={words.pages}>
      <button type="button" class="quiet" disabled={page <= 1} onClick={() => onPage(page - 1)}>
        {words.previous}
      </button>
      <span>{fill(words.pageOf, { page, pages })}</span>
      <button type="button" class="quiet" disabled={page >= pages} onClick={() => onPage(page + 1)}>
        {words.next}
      </button>
    </nav>
  )
}
