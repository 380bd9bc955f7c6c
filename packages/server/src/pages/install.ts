import { guest, type LanguageCode, languageTags, OpenSupportsError, sameText } from '@opensupports/core'
import type { Answer } from '../answer.js'
import { html } from '../html.js'
import { notice, show } from './show.js'
import { type Page, textField, type Visit } from './visit.js'

/**
 * `/install?token=…`: installs the helpdesk with its first staff member, once. Only in English, since the operator of
 * the server reads it.
 */
export const install: Page = async (visit) => {
  const { helpdesk, isPost } = visit
  if (await helpdesk.system.installationDone(guest)) return isInstalled(visit, 409)
  if (!knowsToken(visit)) {
    return show(visit, {
      heading: 'The token is missing',
      status: 403,
      body: html`<p>Others can reach this server, so the installation requires a token. Open the address with the token that the server
printed at its start.</p>`,
    })
  }
  return isPost ? installWith(visit) : form(visit)
}

const knowsToken = ({ installToken, query }: Visit): boolean =>
  installToken === undefined || sameText(query.get('token') ?? '', installToken)

const isInstalled = (visit: Visit, status: number): Answer =>
  show(visit, {
    heading: 'The helpdesk is installed',
    status,
    body: html`<p>Its first member of staff can sign in.</p>`,
  })

const troubles: Readonly<Record<string, string>> = {
  INVALID_NAME: 'A name has 1 to 200 characters.',
  INVALID_EMAIL: 'The e-mail address is invalid.',
  INVALID_PASSWORD: 'A password has 6 to 200 characters.',
}

const languages = Object.keys(languageTags) as LanguageCode[]

async function installWith(visit: Visit): Promise<Answer> {
  const text = (name: string) => textField(visit, name).trim()
  const password = textField(visit, 'password')
  if (password !== textField(visit, 'again')) return form(visit, 'The two passwords are not the same.')
  try {
    const title = text('title')
    await visit.helpdesk.install({
      admin: { name: text('name'), email: text('email'), password },
      language: languages.find((code) => code === text('language')) ?? 'en',
      ...(title === '' ? {} : { title }),
      registration: text('registration') === '1',
      mandatoryLogin: text('mandatoryLogin') === '1',
      allowAttachments: text('allowAttachments') === '1',
    })
  } catch (error) {
    const trouble = error instanceof OpenSupportsError ? troubles[error.code] : undefined
    if (trouble === undefined) throw error
    return form(visit, trouble)
  }
  return isInstalled(visit, 200)
}

function form(visit: Visit, trouble?: string): Answer {
  const names = new Intl.DisplayNames(['en'], { type: 'language' })
  const value = (name: string) => textField(visit, name)
  const tick = (name: string, words: string, isOn = true) =>
    html`<label class="tick"><input name="${name}" type="checkbox" value="1"${isOn && html` checked`}> ${words}</label>`
  return show(visit, {
    heading: 'Install the helpdesk',
    status: trouble === undefined ? 200 : 400,
    body: html`${notice(trouble)}
<form method="post">
<label for="title">Name of the helpdesk</label>
<input id="title" name="title" maxlength="200" placeholder="Support Center" value="${value('title')}">
<label for="language">Language of the site and its mails</label>
<select id="language" name="language">
${languages.map((code) => html`<option value="${code}">${names.of(languageTags[code]) ?? code}</option>`)}
</select>
${tick('registration', 'Anybody may sign up')}
${tick('mandatoryLogin', 'Only accounts may write tickets')}
${tick('allowAttachments', 'Users may attach files')}
<h2>The first member of staff</h2>
<label for="name">Name</label>
<input id="name" name="name" autocomplete="name" required maxlength="200" value="${value('name')}">
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" autocomplete="email" required maxlength="200" value="${value('email')}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="new-password" required minlength="6" maxlength="200">
<label for="again">Repeat the password</label>
<input id="again" name="again" type="password" autocomplete="new-password" required minlength="6" maxlength="200">
<button>Install</button>
</form>`,
  })
}
