import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { LanguageOptions } from '../components/language-options.js'
import { Toasts } from '../components/toasts.js'
import { useWords } from '../words/customers/index.js'
import { setLanguage } from './chosen-language.js'
import { useRead, useWrite } from './client.js'
import type { Me } from './identity.js'
import { type Language, useLanguage } from './language.js'
import { useMe } from './me.js'
import { go, Link } from './router.js'
import { currentTheme, setTheme, type Theme, themes } from './theme.js'

/** The frame of every page: site title, menu, and the choice of language and colours. */
export function Shell({ children }: { readonly children: ComponentChildren }) {
  const words = useWords()
  const me = useMe()
  const main = useRef<HTMLElement>(null)
  const { data: settings } = useRead('system.getSettings', {})
  const title = settings?.title || words.support
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        {words.skip}
      </button>
      <header class="top">
        <Link to="/" class="brand">
          {title}
        </Link>
        {settings && me && <Menu me={me} isOpenToGuests={!settings['mandatory-login']} />}
        {settings && me && <Account me={me} registration={settings.registration} />}
      </header>
      <main ref={main} tabIndex={-1}>
        {children}
      </main>
      <footer class="bottom">
        <Choices />
      </footer>
      <Toasts />
    </>
  )
}

function Menu({ me, isOpenToGuests }: { readonly me: Me; readonly isOpenToGuests: boolean }) {
  const words = useWords()
  return (
    <nav class="menu" aria-label={words.menu}>
      {me.kind === 'staff' && <Link to="/staff">{words.inbox}</Link>}
      {me.kind === 'staff' && me.staff.level === 3 && <Link to="/admin">{words.administration}</Link>}
      {me.kind === 'user' && <Link to="/tickets">{words.myTickets}</Link>}
      {(me.kind === 'user' || isOpenToGuests) && me.kind !== 'staff' && (
        <Link to="/new-ticket">{words.newTicket}</Link>
      )}
      {(me.kind !== 'guest' || isOpenToGuests) && <Link to="/articles">{words.articles}</Link>}
    </nav>
  )
}

function Account({ me, registration }: { readonly me: Me; readonly registration: boolean }) {
  const words = useWords()
  const logout = useWrite('user.logout')
  if (me.kind === 'guest')
    return (
      <div class="account">
        <Link to="/sign-in">{words.signIn}</Link>
        {registration && (
          <Link to="/sign-up" class="button small">
            {words.signUp}
          </Link>
        )}
      </div>
    )
  const leave = () => logout.mutate({}, { onSettled: () => go('/') })
  return (
    <div class="account">
      <Link to={me.kind === 'staff' ? '/staff/profile' : '/profile'}>
        {me.kind === 'staff' ? me.staff.name : me.user.name}
      </Link>
      <button type="button" class="quiet small" onClick={leave}>
        {words.signOut}
      </button>
    </div>
  )
}

function Choices() {
  const words = useWords()
  const language = useLanguage()
  const [theme, choose] = useState(currentTheme)
  const themeNames = { auto: words.themeAuto, light: words.themeLight, dark: words.themeDark }
  const onTheme = (chosen: Theme) => {
    setTheme(chosen)
    choose(chosen)
  }
  return (
    <>
      <label>
        <span class="hidden">{words.language}</span>
        <select value={language} onChange={(event) => setLanguage(event.currentTarget.value as Language)}>
          <LanguageOptions />
        </select>
      </label>
      <label>
        <span class="hidden">{words.theme}</span>
        <select value={theme} onChange={(event) => onTheme(event.currentTarget.value as Theme)}>
          {themes.map((each) => (
            <option key={each} value={each}>
              {themeNames[each]}
            </option>
          ))}
        </select>
      </label>
    </>
  )
}
