import { useState } from 'preact/hooks'
import { Alert } from '../components/alert.js'
import { useStaffWords } from '../words/staff/index.js'

/** A secret that is shown once, with a button that copies it. */
export function SecretOnce({ secret }: { readonly secret: string }) {
  const staffWords = useStaffWords()
  const [copied, setCopied] = useState<string>()
  const copy = async () => {
    await navigator.clipboard.writeText(secret)
    setCopied(secret)
  }
  return (
    <Alert tone="good">
      {staffWords.secretOnce} <code class="secret">{secret}</code>{' '}
      {/* Browsers have a clipboard on secure sites alone. */}
      {'clipboard' in navigator && (
        <button type="button" class="quiet small" onClick={() => void copy()}>
          {copied === secret ? staffWords.copied : staffWords.copy}
        </button>
      )}
    </Alert>
  )
}
