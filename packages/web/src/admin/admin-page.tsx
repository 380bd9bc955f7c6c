import type { ComponentChildren } from 'preact'
import { Link } from '../app/router.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'

interface AdminFrameProps {
  readonly title: string
  readonly actions?: ComponentChildren
  readonly children: ComponentChildren
}

/** A page of the administration, with the ways to the others beside it. */
export function AdminFrame({ title, actions, children }: AdminFrameProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  return (
    <div class="page wide">
      <div class="admin">
        <nav class="ways" aria-label={words.administration}>
          <Link to="/admin">{staffWords.settings}</Link>
          <Link to="/admin/departments">{staffWords.departments}</Link>
          <Link to="/admin/staff">{staffWords.team}</Link>
          <Link to="/admin/custom-fields">{staffWords.customFields}</Link>
          <Link to="/admin/tags">{staffWords.tags}</Link>
          <Link to="/admin/mail-texts">{staffWords.mailTexts}</Link>
          <Link to="/admin/mails">{staffWords.stuckMails}</Link>
          <Link to="/admin/api-keys">{staffWords.apiKeys}</Link>
          <Link to="/admin/access-tokens">{staffWords.accessTokens}</Link>
          <Link to="/admin/webhooks">{staffWords.webhooks}</Link>
          <Link to="/admin/import">{staffWords.import}</Link>
          <Link to="/admin/log">{staffWords.log}</Link>
        </nav>
        <div>
          <div class="head">
            <h1>{title}</h1>
            {actions && <div class="row">{actions}</div>}
          </div>
          {children}
        </div>
      </div>
    </div>
  )
}
