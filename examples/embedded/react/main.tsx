import type { SupportSession } from '@opensupports/web/react'
import '@opensupports/web/react'
import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'

const url = import.meta.env.VITE_SUPPORT_URL ?? 'http://localhost:8080/api'

function Support() {
  const [session, setSession] = useState<SupportSession>()
  const [sent, setSent] = useState<number>()
  useEffect(() => {
    const read = async () => setSession(await (await fetch('/session')).json())
    void read()
  }, [])
  if (!session) return <p>…</p>
  return (
    <>
      <h1>Support</h1>
      {sent && <p>Thank you! Your ticket is number {sent}.</p>}
      <support-tickets url={url} session={session} perPage={5}>
        <a slot="guest" href="/sign-in">
          Sign in to see your tickets
        </a>
      </support-tickets>
      <support-form
        url={url}
        session={session}
        onsupport-created={(event) => {
          event.preventDefault()
          setSent(event.detail.ticketNumber)
        }}
      />
    </>
  )
}

const root = document.getElementById('page')
if (root) createRoot(root).render(<Support />)
