import { fill } from '../app/words.js'
import { useWords } from '../words/customers/index.js'
import { Steps } from './steps.js'

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
    <Steps page={page} isLast={page >= pages} onPage={onPage}>
      <span>{fill(words.pageOf, { page, pages })}</span>
    </Steps>
  )
}
