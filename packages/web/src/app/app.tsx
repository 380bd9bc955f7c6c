import { QueryClientProvider } from '@tanstack/react-query'
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Alert } from '../components/alert.js'
import { Loading } from '../components/loading.js'
import { useWords, WordsProvider } from '../words/customers/index.js'
import { cache, useRead } from './client.js'
import { mayOpen, useMe } from './me.js'
import { presentAddress, routeOf } from './parts.js'
import { go, type PageProps, type Route, useLocation } from './router.js'
import { Shell } from './shell.js'
import { applyTheme } from './theme.js'

applyTheme()

export const App = () => (
  <QueryClientProvider client={cache}>
    <WordsProvider>
      <Shell>
        <Current />
      </Shell>
    </WordsProvider>
  </QueryClientProvider>
)

/** Shows the page of the present address to those who may open it. */
function Current() {
  const { path, query } = useLocation()
  const words = useWords()
  const me = useMe()
  const settings = useRead('system.getSettings', {})
  const opened = routeOf(path)
  const present = opened ? undefined : presentAddress(path)
  const isNew = settings.data === null && path !== '/install'
  const isRefused = opened && me && !mayOpen(me, opened.route.who)
  const mustSignIn = isRefused && me.kind === 'guest'
  const target = isNew
    ? '/install'
    : present
      ? present
      : mustSignIn
        ? `/sign-in?next=${encodeURIComponent(path)}${opened.route.who === 'user' ? '' : '&staff=1'}`
        : undefined
  useEffect(() => {
    if (target) go(target, { replace: true })
  }, [target])
  if (settings.isError) return <Alert tone="bad">{words.failed}</Alert>
  if (target || settings.isPending || !me) return <Loading />
  if (!opened || isRefused) return <NotFound />
  return <Loaded route={opened.route} params={opened.params} query={query} />
}

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
  if (hasFailed) return <Alert tone="bad">{words.failed}</Alert>
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
