import type { UploadProgress as Sent } from '@opensupports/client'
import { fill } from '../app/words.js'
import { useWords } from '../words/customers/index.js'

/** Shows how much of an upload is sent, while one is. */
export function UploadProgress({ progress }: { readonly progress: Sent | undefined }) {
  const words = useWords()
  if (!progress) return null
  const percent = Math.round((100 * progress.loaded) / Math.max(1, progress.total))
  return (
    <label>
      {fill(words.uploading, { percent })}
      <progress max={100} value={percent} />
    </label>
  )
}
