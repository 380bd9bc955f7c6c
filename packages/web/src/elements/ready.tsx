import type { VNode } from 'preact'
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
  const failure = error ?? unknown
  if (failure || settings === null) return <Alert tone="bad">{refusal(failure, words) ?? words.failed}</Alert>
  return me && settings ? undefined : <Loading />
}
