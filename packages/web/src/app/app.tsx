import { QueryClientProvider } from '@tanstack/react-query'
import type { ComponentChildren, ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Failed } from '../components/failed.js'
import { Loading } from '../components/loading.js'
import { useWords, WordsProvider } from '../words/customers/index.js'
import { useChosenLanguage } from './chosen-language.js'
import { cache, ownDesk, useRead } from './client.js'
import { DeskContext } from './desk.js'
import { LanguageContext } from './language.js'
import { LiveUpdates } from './live.js'
import { mayOpen, useMe } from './me.js'
import { presentAddress, routeOf } from './parts.js'
import { go, type PageProps, type Route, useLocation, type Who } from './router.js'
import { Shell } from './shell.js'
import { applyTheme } from './theme.js'

applyTheme()

export const App = () => (
  <QueryClientProvider client={cache}>
    <DeskContext.Provider value={ownDesk}>
      <LanguageContext.Provider value={useChosenLanguage()}>
        <WordsProvider>
          <Live>
            <Shell>
              <Current />
            </Shell>
          </Live>
        </WordsProvider>
      </LanguageContext.Provider>
    </DeskContext.Provider>
  </QueryClientProvider>
)

function Live({ children }: { readonly children: ComponentChildren }) {
  const me = useMe()
  return <LiveUpdates isSignedIn={me !== undefined && me.kind !== 'guest'}>{children}</LiveUpdates>
}

/** Shows the page of the present address to those who may open it. */
function Current() {
  const { path, query } = useLocation()
  const words = useWords()
  const me = useMe()
  const settings = useRead('system.getSettings', {})
  const opened = routeOf(path)
  const present = opened ? undefined : presentAddress(path)
  const isNew = settings.data === null && path !== '/install'
  const isLoginMandatory = settings.data?.['mandatory-login'] ?? false
  const isRefused = opened && me && settings.data && !mayOpen(me, opened.route.who, isLoginMandatory)
  const mustSignIn = isRefused && me.kind === 'guest'
  // The front door of 4.11's team, which is the admins' now.
  const isTeamDoor = isRefused && me.kind === 'staff' && path === '/admin'
  const target = isNew
    ? '/install'
    : present
      ? present
      : isTeamDoor
        ? '/staff'
        : mustSignIn
          ? `/sign-in?next=${encodeURIComponent(path)}${isForTeam(opened.route.who) ? '&staff=1' : ''}`
          : undefined
  useEffect(() => {
    if (target) go(target, { replace: true })
  }, [target])
  if (settings.data === undefined && settings.isError)
    return <Failed title={words.support} error={settings.error} />
  if (target || settings.isPending || !me) return <Loading />
  if (!opened || isRefused) return <NotFound />
  return <Loaded route={opened.route} params={opened.params} query={query} />
}

const isForTeam = (who: Who) => who === 'staff' || who === 'editor' || who === 'admin'

/** Loads the code of a page when it is opened first. */
function Loaded({ route, params, query }: PageProps & { readonly route: Route }) {
  const [loaded, setLoaded] = useState<{ route: Route; Page: ComponentType<PageProps> }>()
  const [hasFailed, setFailed] = useState(false)
  const words = useWords()
  useEffect(() => {
    let isCurrent = true
    setFailed(false)
    route.page().then(
      ({ Page }) => {
        if (isCurrent) setLoaded({ route, Page })
      },
      () => {
        if (isCurrent) setFailed(true)
      },
    )
    return () => {
      isCurrent = false
    }
  }, [route])
  if (hasFailed) return <Failed title={words.support} />
  if (loaded?.route !== route) return <Loading />
  return <loaded.Page key={JSON.stringify(params)} params={params} query={query} />
}

function NotFound() {
  const words = useWords()
  return (
    <div class="page narrow">
      <h1>{words.noPage}</h1>
      <p>{words.noPageText}</p>
    </div>
  )
}
