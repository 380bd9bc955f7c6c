import { useEffect, useRef, useState } from 'preact/hooks'
import { useDesk } from '../app/desk.js'
import { useMe } from '../app/me.js'
import { useWords } from '../words/customers/index.js'

export interface CaptchaState {
  /** The public key; undefined if the helpdesk asks for no captcha. */
  readonly key: string | undefined
  /** Returns the parameter for a call: once, since a solution is good for one call. */
  solution(): { readonly captcha?: string }
  solve(token: string): void
  readonly round: number
}

/** Returns the captcha of a form. People who are signed in need none. */
export function useCaptcha(): CaptchaState {
  const me = useMe()
  const { data: settings } = useDesk().useRead('system.getSettings', {})
  const [token, solve] = useState('')
  const [round, setRound] = useState(0)
  const key = me?.kind === 'guest' ? settings?.reCaptchaKey || undefined : undefined
  return {
    key,
    round,
    solve,
    solution() {
      setRound(round + 1)
      solve('')
      return key && token ? { captcha: token } : {}
    },
  }
}

/**
 * Shows the captcha in a frame of its own, whose policy lets the captcha service's script run there and not in the app.
 */
export function Captcha({ captcha: { key, solve, round } }: { readonly captcha: CaptchaState }) {
  const words = useWords()
  const { captchaPage } = useDesk()
  const frame = useRef<HTMLIFrameElement>(null)
  useEffect(() => {
    const onMessage = ({ source, origin, data }: MessageEvent) => {
      // The page may show several captchas.
      const isOurs = source === frame.current?.contentWindow && origin === new URL(captchaPage).origin
      if (isOurs && typeof data?.captcha === 'string') solve(data.captcha)
    }
    window.addEventListener('message', onMessage)
    return () => window.removeEventListener('message', onMessage)
  }, [captchaPage])
  if (!key) return null
  const query = new URLSearchParams({ key, origin: location.origin })
  return (
    <iframe key={round} ref={frame} class="captcha" title={words.captcha} src={`${captchaPage}?${query}`} />
  )
}
