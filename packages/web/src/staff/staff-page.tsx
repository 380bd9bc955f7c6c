import type { ComponentChildren, ComponentType } from 'preact'
import { useMe } from '../app/me.js'
import { Link, type PageProps } from '../app/router.js'
import { useWords } from '../words/customers/index.js'
import { StaffWordsProvider, useStaffWords } from '../words/staff/index.js'
import { useTeamStyles } from './team-styles.js'

/** Gives a page of the team or the administration its words and styles. */
export function staffPage(Content: ComponentType<PageProps>): ComponentType<PageProps> {
  return function StaffPage(props) {
    if (!useTeamStyles()) return null
    return (
      <StaffWordsProvider>
        <Content {...props} />
      </StaffWordsProvider>
    )
  }
}

interface StaffFrameProps {
  readonly title: string
  /** Beside the title. */
  readonly actions?: ComponentChildren
  readonly children: ComponentChildren
}

/** A page of the team, with the ways to the others above it. */
export function StaffFrame({ title, actions, children }: StaffFrameProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const me = useMe()
  const level = me?.kind === 'staff' ? me.staff.level : 0
  return (
    <div class="page wide">
      <nav class="ways" aria-label={words.inbox}>
        <Link to="/staff">{words.inbox}</Link>
        <Link to="/staff/customers">{staffWords.customers}</Link>
        <Link to="/staff/responses">{staffWords.responses}</Link>
        {level >= 2 && <Link to="/staff/articles">{words.articles}</Link>}
        <Link to="/staff/statistics">{staffWords.statistics}</Link>
        <Link to="/staff/activity">{staffWords.activity}</Link>
      </nav>
      <div class="head">
        <h1>{title}</h1>
        {actions && <div class="row">{actions}</div>}
      </div>
      {children}
    </div>
  )
}
