import { useEffect } from 'preact/hooks'
import { useRead } from '../app/client.js'
import { useMe } from '../app/me.js'
import { go, Link } from '../app/router.js'
import { useWords } from '../words/customers/index.js'

/** The first page: staff go on to their inbox and customers to their tickets; guests choose. */
export function Page() {
  const words = useWords()
  const me = useMe()
  const { data: settings } = useRead('system.getSettings', {})
  const target = me?.kind === 'staff' ? '/staff' : me?.kind === 'user' ? '/tickets' : undefined
  useEffect(() => {
    if (target) go(target, { replace: true })
  }, [target])
  if (target || !settings) return null
  const isOpen = !settings['mandatory-login']
  return (
    <div class="page middle">
      <h1>{words.welcome}</h1>
      {isOpen && <p class="lead">{words.welcomeText}</p>}
      <div class="choices">
        {isOpen && <Choice to="/articles" text={words.articles} />}
        {isOpen && <Choice to="/new-ticket" text={words.newTicket} />}
        {isOpen && <Choice to="/check-ticket" text={words.seeTicket} />}
        <Choice to="/sign-in" text={words.signIn} />
        {settings.registration && <Choice to="/sign-up" text={words.signUp} />}
      </div>
    </div>
  )
}

const Choice = ({ to, text }: { readonly to: string; readonly text: string }) => (
  <Link to={to} class="card choice">
    {text}
  </Link>
)
