import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import { useDesk } from '../app/desk.js'
import { useWho } from '../app/me.js'
import { Alert } from '../components/alert.js'
import { Loading } from '../components/loading.js'
import { refusal } from '../components/refusal.js'
import { useWords } from '../words/customers/index.js'

/** Returns what to show until the settings and the reader are known; undefined once they are. */
export function useReady(): VNode | undefined {
  const words = useWords()
  const { data: me, error: unknown } = useWho()
  const { data: settings, error } = useDesk().useRead('system.getSettings', {})
  const isMissing = settings === null
  useEffect(() => {
    // Readers cannot do anything about it, but whoever builds the page can.
    if (isMissing)
      console.error(
        'The helpdesk is not installed: run `npx opensupports create-admin`, or call `helpdesk.install()`.',
      )
  }, [isMissing])
  const failure = error ?? unknown
  if (failure || isMissing) return <Alert tone="bad">{refusal(failure, words) ?? words.failed}</Alert>
  return me && settings ? undefined : <Loading />
}
