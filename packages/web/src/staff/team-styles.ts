import { useEffect, useState } from 'preact/hooks'
import address from '../styles/team.css?url'

let isLoaded = false

const loading = new Promise<void>((resolve) => {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = address
  // A page without its styles is better than none.
  link.onload = link.onerror = () => {
    isLoaded = true
    resolve()
  }
  document.head.append(link)
})

/** Returns whether the styles of the team's pages are loaded. Customers do not load them. */
export function useTeamStyles(): boolean {
  const [isStyled, setStyled] = useState(isLoaded)
  useEffect(() => {
    void loading.then(() => setStyled(true))
  }, [])
  return isStyled
}
