import type { UploadProgress as Sent } from '@opensupports/client'
import type { LanguageCode } from '@opensupports/core'
import { useState } from 'preact/hooks'
import { client, useRead } from '../app/client.js'
import { useLanguage } from '../app/language.js'
import { useMe, useRefresh } from '../app/me.js'
import { go } from '../app/router.js'
import { fill } from '../app/words.js'
import { Captcha, useCaptcha } from '../components/captcha.js'
import { emptyDraft } from '../components/draft.js'
import { Editor } from '../components/editor.js'
import { Field, Select } from '../components/field.js'
import { FilePicker } from '../components/file-picker.js'
import { Form, Refused, type Values } from '../components/form.js'
import { UploadProgress } from '../components/upload-progress.js'
import { useWords } from '../words/customers/index.js'

/** Opens a ticket: for customers, and for guests where the settings allow it. */
export function Page() {
  const words = useWords()
  const language = useLanguage()
  const me = useMe()
  const refresh = useRefresh()
  const captcha = useCaptcha()
  const { data: settings } = useRead('system.getSettings', {})
  const [draft, setDraft] = useState(emptyDraft)
  const [file, setFile] = useState<File>()
  const [progress, setProgress] = useState<Sent>()
  const [created, setCreated] = useState<number>()
  if (!settings || !me) return null
  const isGuest = me.kind === 'guest'
  const departments = settings['default-is-locked'] ? [] : settings.departments
  const send = async ({ text }: Values) => {
    if (draft.content === '') throw new Refused(words.badContent)
    const departmentId = Number(text('department')) || undefined
    const isSupported = settings.supportedLanguages.includes(language)
    const guest = isGuest ? { name: text('name'), email: text('email') } : {}
    const ticket = { title: text('title'), content: draft.content, departmentId, file, ...guest }
    const images = draft.images.length > 0 ? draft.images : undefined
    const spoken = isSupported ? (language as LanguageCode) : undefined
    try {
      const { ticketNumber } = await client.ticket.create(
        { ...ticket, images, language: spoken, ...captcha.solution() },
        { onProgress: setProgress },
      )
      if (isGuest) return setCreated(ticketNumber)
      await refresh()
      go(`/tickets/${ticketNumber}`, { replace: true })
    } finally {
      setProgress(undefined)
    }
  }
  if (created)
    return (
      <div class="page narrow">
        <h1>{fill(words.created, { number: created })}</h1>
        <p>{words.createdText}</p>
      </div>
    )
  return (
    <div class="page middle">
      <h1>{words.newTicket}</h1>
      <div class="card">
        <Form submit={words.createTicket} send={send}>
          {isGuest && (
            <>
              <Field name="name" label={words.name} autocomplete="name" required maxLength={200} />
              <Field name="email" type="email" label={words.email} autocomplete="email" required />
            </>
          )}
          <Field name="title" label={words.title} required maxLength={200} />
          {departments.length > 1 && (
            <Select
              name="department"
              label={words.department}
              value={String(settings['default-department-id'])}
            >
              {departments.map(({ id, name }) => (
                <option key={id} value={String(id)}>
                  {name}
                </option>
              ))}
            </Select>
          )}
          <Editor label={words.message} onDraft={setDraft} pictures={settings['allow-attachments']} />
          {settings['allow-attachments'] && <FilePicker file={file} onFile={setFile} />}
          <Captcha captcha={captcha} />
          <UploadProgress progress={progress} />
        </Form>
      </div>
    </div>
  )
}
