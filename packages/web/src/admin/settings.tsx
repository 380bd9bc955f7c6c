import type { ShownSettings } from '@opensupports/core'
import { useEffect, useRef, useState } from 'preact/hooks'
import { client, useRead, useWrite } from '../app/client.js'
import type { Language } from '../app/language.js'
import { Alert } from '../components/alert.js'
import { Dialog } from '../components/dialog.js'
import { save } from '../components/downloads.js'
import { Field, Select, Tick } from '../components/field.js'
import { Form, Refused, type Values } from '../components/form.js'
import { LanguageOptions } from '../components/language-options.js'
import { Loading } from '../components/loading.js'
import { CurrentPassword } from '../components/password-fields.js'
import { refusal } from '../components/refusal.js'
import { toast } from '../components/toasts.js'
import { staffPage } from '../staff/staff-page.js'
import { useWords } from '../words/customers/index.js'
import { type StaffWords, useStaffWords } from '../words/staff/index.js'
import { AdminFrame } from './admin-page.js'
import { chosenAddress } from './site-address.js'

export const Page = staffPage(Settings)

/** The settings of the helpdesk and of its mail servers, each to test before it is saved. */
function Settings() {
  const words = useWords()
  const staffWords = useStaffWords()
  const { data: settings, error } = useRead('system.getSettings', { allSettings: true })
  return (
    <AdminFrame title={staffWords.settings}>
      {error && <Alert tone="bad">{refusal(error, words)}</Alert>}
      {!settings && !error && <Loading />}
      {settings && (
        <>
          <General settings={settings} />
          <Switches settings={settings} />
          <MailServer kind="smtp" settings={settings} />
          <MailServer kind="imap" settings={settings} />
          <Backup />
        </>
      )}
    </AdminFrame>
  )
}

interface SettingsProps {
  readonly settings: ShownSettings
}

/** Returns all time zones of the browser, and the chosen one, which it may not know. */
const zones = (chosen: string): string[] =>
  [...new Set(['UTC', chosen, ...Intl.supportedValuesOf('timeZone')])].sort()

function General({ settings }: SettingsProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const edit = useWrite('system.editSettings')
  const [language, setLanguage] = useState(settings.language)
  const [timeZone, setTimeZone] = useState(settings['time-zone'])
  const [department, setDepartment] = useState(String(settings['default-department-id']))
  const address = chosenAddress(settings.url)
  const send = async ({ text, on }: Values) => {
    await edit.mutateAsync({
      title: text('title'),
      // An unset address that stays empty keeps its default.
      ...(text('url') === address ? {} : { url: text('url') }),
      language: language as Language,
      'default-department-id': Number(department),
      'time-zone': timeZone,
      'max-size': Number(text('maxSize')),
      'allow-attachments': on('attachments'),
      'maintenance-mode': on('maintenance'),
    })
    toast(words.saved)
  }
  return (
    <section class="card">
      <h2>{staffWords.general}</h2>
      <Form submit={words.save} send={send}>
        <Field name="title" label={words.siteTitle} defaultValue={settings.title} required />
        <Field
          name="url"
          type="url"
          label={staffWords.address}
          hint={address ? undefined : staffWords.addressUnset}
          defaultValue={address}
        />
        <Select name="language" label={words.language} value={language} onChange={setLanguage}>
          <LanguageOptions />
        </Select>
        <Select
          name="department"
          label={staffWords.defaultDepartment}
          value={department}
          onChange={setDepartment}
        >
          {settings.departments
            .filter((each) => !each.private)
            .map(({ id, name }) => (
              <option key={id} value={String(id)}>
                {name}
              </option>
            ))}
        </Select>
        <Select name="timeZone" label={staffWords.timeZone} value={timeZone} onChange={setTimeZone}>
          {zones(settings['time-zone']).map((zone) => (
            <option key={zone} value={zone}>
              {zone}
            </option>
          ))}
        </Select>
        <Field
          name="maxSize"
          type="number"
          label={staffWords.maxSize}
          defaultValue={String(settings['max-size'])}
          required
        />
        <Tick
          name="attachments"
          label={staffWords.attachments}
          defaultChecked={settings['allow-attachments']}
        />
        <Tick
          name="maintenance"
          label={staffWords.maintenance}
          defaultChecked={settings['maintenance-mode']}
        />
      </Form>
    </section>
  )
}

/** The two switches that need the password again. */
function Switches({ settings }: SettingsProps) {
  const staffWords = useStaffWords()
  const [asked, setAsked] = useState<'registration' | 'mandatoryLogin'>()
  const isOn = { registration: settings.registration, mandatoryLogin: settings['mandatory-login'] }
  const openRegistration = useWrite('system.enableRegistration')
  const endRegistration = useWrite('system.disableRegistration')
  const demandLogin = useWrite('system.enableMandatoryLogin')
  const waiveLogin = useWrite('system.disableMandatoryLogin')
  const calls = {
    registration: isOn.registration ? endRegistration : openRegistration,
    mandatoryLogin: isOn.mandatoryLogin ? waiveLogin : demandLogin,
  }
  const close = () => setAsked(undefined)
  return (
    <section class="card">
      {(['registration', 'mandatoryLogin'] as const).map((name) => (
        <p key={name} class="row">
          <span class="grow">
            {staffWords[name]}: <strong>{isOn[name] ? '✓' : '–'}</strong>
          </span>
          <button
            type="button"
            class="quiet small"
            aria-label={`${isOn[name] ? staffWords.turnOff : staffWords.turnOn}: ${staffWords[name]}`}
            onClick={() => setAsked(name)}
          >
            {isOn[name] ? staffWords.turnOff : staffWords.turnOn}
          </button>
        </p>
      ))}
      {asked && (
        <Dialog title={staffWords[asked]} onClose={close}>
          <Form
            submit={isOn[asked] ? staffWords.turnOff : staffWords.turnOn}
            send={({ text }) => calls[asked].mutateAsync({ password: text('password') }).then(close)}
          >
            <CurrentPassword name="password" />
          </Form>
        </Dialog>
      )}
    </section>
  )
}

interface MailServerProps extends SettingsProps {
  readonly kind: 'smtp' | 'imap'
}

function MailServer({ kind, settings }: MailServerProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const edit = useWrite('system.editSettings')
  const [isTest, setTest] = useState(false)
  const section = useRef<HTMLElement>(null)
  useEffect(() => {
    if (location.hash === `#${kind}`) section.current?.scrollIntoView()
  }, [kind])
  const serverOf = ({ text }: Values) => ({
    [`${kind}-host`]: text('host'),
    [`${kind}-user`]: text('user'),
    ...(text('pass') === '' ? {} : { [`${kind}-pass`]: text('pass') }),
  })
  const send = async (values: Values) => {
    if (isTest) {
      const server = serverOf(values)
      const tested = kind === 'smtp' ? client.system.testSmtp(server) : client.system.testImap(server)
      await tested.catch((error: unknown) => {
        throw withCause(error, staffWords)
      })
      return toast(staffWords.testGood)
    }
    const more =
      kind === 'smtp'
        ? { 'server-email': values.text('sender') }
        : { 'mail-authserv-id': values.text('authserv') }
    await edit.mutateAsync(Object.assign(serverOf(values), more))
    toast(words.saved)
  }
  const test = (
    <button type="submit" class="quiet" onClick={() => setTest(true)}>
      {staffWords.test}
    </button>
  )
  return (
    // The pressed button decides between a test and saving.
    <section ref={section} class="card" onClickCapture={() => setTest(false)}>
      <h2>{kind === 'smtp' ? staffWords.sendingMail : staffWords.receivingMail}</h2>
      {kind === 'imap' && settings['mandatory-login'] && (
        <Alert tone="info">{staffWords.mailNeedsAccount}</Alert>
      )}
      <Form submit={words.save} send={send} aside={test}>
        {kind === 'smtp' && (
          <Field
            name="sender"
            type="email"
            label={staffWords.sender}
            defaultValue={settings['server-email'] ?? ''}
          />
        )}
        <Field
          name="host"
          label={staffWords.server}
          hint="mail.example.com, ssl://mail.example.com"
          defaultValue={settings[`${kind}-host`] ?? ''}
        />
        <Field
          name="user"
          label={staffWords.user}
          autocomplete="off"
          defaultValue={settings[`${kind}-user`] ?? ''}
        />
        <Field
          name="pass"
          type="password"
          label={words.password}
          hint={staffWords.keepPassword}
          autocomplete="new-password"
        />
        {kind === 'imap' && (
          <Field
            name="authserv"
            label={staffWords.authserv}
            hint={staffWords.authservHint}
            defaultValue={settings['mail-authserv-id'] ?? ''}
          />
        )}
      </Form>
    </section>
  )
}

/** Returns why a mail server failed its test, in the words that the server tells admins; other errors as they are. */
function withCause(error: unknown, words: StaffWords): unknown {
  const { code = '', details } = error as {
    readonly code?: string
    readonly details?: { readonly fault?: string; readonly message?: string } | null
  }
  if (code !== 'SMTP_CONNECTION' && code !== 'IMAP_CONNECTION') return error
  const cause = details?.fault === 'private-network' ? words.testPrivate : (details?.message ?? '')
  return new Refused(`${words.testBad} ${cause}`.trim())
}

function Backup() {
  const staffWords = useStaffWords()
  const send = async ({ text }: Values) => {
    const file = await client.system.backupDatabase({ password: text('password') })
    save(await file.blob(), file.name)
  }
  return (
    <section class="card">
      <h2>{staffWords.backup}</h2>
      <p>{staffWords.backupText}</p>
      <Form submit={staffWords.download} send={send}>
        <CurrentPassword name="password" />
      </Form>
    </section>
  )
}
