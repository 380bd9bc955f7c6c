import type { LanguageCode } from '@opensupports/core'
import { useState } from 'preact/hooks'
import { client, useRead } from '../app/client.js'
import { useLanguage } from '../app/language.js'
import { useMe, useRefresh } from '../app/me.js'
import { Link, type PageProps } from '../app/router.js'
import { Alert } from '../components/alert.js'
import { Field, Select } from '../components/field.js'
import { Form, Refused, type Values } from '../components/form.js'
import { LanguageOptions } from '../components/language-options.js'
import { NewPassword } from '../components/password-fields.js'
import { useWords } from '../words/customers/index.js'

/** Installs the helpdesk, once: `/install?token=…`, with the token if the server is public. */
export function Page({ query }: PageProps) {
  const words = useWords()
  const language = useLanguage()
  const refresh = useRefresh()
  const me = useMe()
  const [isDone, setDone] = useState(false)
  // Only a public server has a token: on others, nobody would find the one that is asked for.
  const [needsToken, setNeedsToken] = useState(query.has('token'))
  const { data: isInstalled } = useRead('system.getSettings', {}, { select: (settings) => settings as never })
  const send = async ({ text }: Values) => {
    const installToken = text('token') || undefined
    const settings = { registration: true, 'mandatory-login': true, 'allow-attachments': true, installToken }
    const title = text('title')
    try {
      await client.system.initSettings({ ...settings, language: text('language') as LanguageCode, title })
    } catch (error) {
      const { code } = error as { code?: string }
      if (code === 'NO_PERMISSION') {
        setNeedsToken(true)
        throw new Refused(`${words.installToken}: ${words.installTokenHint}`)
      }
      // An earlier attempt has saved the settings, and failed at the account.
      if (code !== 'INIT_SETTINGS_DONE') throw error
    }
    const login = { email: text('email'), password: text('password') }
    await client.system.initAdmin({ name: text('name'), ...login, installToken })
    await client.user.login({ ...login, staff: true })
    setDone(true)
    await refresh()
  }
  // The one who has installed it, also after a reload; others only learn that it is done.
  if (isDone || (me?.kind === 'staff' && me.staff.level === 3)) return <WhatNext />
  if (isInstalled)
    return (
      <div class="page narrow">
        <h1>{words.installed}</h1>
        <Link to="/sign-in?staff=1" class="button">
          {words.signIn}
        </Link>
      </div>
    )
  return (
    <div class="page narrow">
      <h1>{words.installHeading}</h1>
      <div class="card">
        <p>{words.installText}</p>
        <Form submit={words.installButton} send={send}>
          <Field name="name" label={words.name} autocomplete="name" required maxLength={200} />
          <Field name="email" type="email" label={words.email} autocomplete="username" required />
          <NewPassword name="password" label={words.password} />
          <Field name="title" label={words.siteTitle} defaultValue={words.support} required maxLength={200} />
          <Select name="language" label={words.language} value={language}>
            <LanguageOptions />
          </Select>
          {needsToken && (
            <Field
              name="token"
              label={words.installToken}
              hint={words.installTokenHint}
              defaultValue={query.get('token') ?? ''}
              autocomplete="off"
              required
            />
          )}
        </Form>
      </div>
    </div>
  )
}

function WhatNext() {
  const words = useWords()
  return (
    <div class="page middle">
      <Alert tone="good">{words.installed}</Alert>
      <h1>{words.whatNext}</h1>
      <div class="choices">
        <Link to="/admin/departments" class="card choice">
          {words.nextDepartments}
        </Link>
        <Link to="/admin/staff" class="card choice">
          {words.nextStaff}
        </Link>
        <Link to="/admin#smtp" class="card choice">
          {words.nextMail}
        </Link>
      </div>
    </div>
  )
}
