import { useWords } from '../words/customers/index.js'

export function Loading() {
  const words = useWords()
  return (
    <div class="loading" role="status">
      <span class="hidden">{words.loading}</span>
    </div>
  )
}
