import type { UploadProgress as Sent } from '@opensupports/client'
import type { LanguageCode } from '@opensupports/core'
import { useState } from 'preact/hooks'
import { useDesk } from '../app/desk.js'
import { useLanguage } from '../app/language.js'
import { useMe } from '../app/me.js'
import { Captcha, useCaptcha } from '../components/captcha.js'
import { emptyDraft } from '../components/draft.js'
import { Editor } from '../components/editor.js'
import { Field, Select } from '../components/field.js'
import { FilePicker } from '../components/file-picker.js'
import { Form, Refused, type Values } from '../components/form.js'
import { UploadProgress } from '../components/upload-progress.js'
import { useWords } from '../words/customers/index.js'

export interface TicketFormProps {
  /** The department of the ticket. Default: the reader chooses. */
  readonly departmentId?: number | undefined
  /** What the fields hold at first. */
  readonly title?: string | undefined
  readonly name?: string | undefined
  readonly email?: string | undefined
  /** Called when the ticket was sent. */
  readonly onCreated: (ticketNumber: number) => unknown
}

/** The form that opens a ticket. Shows nothing until the settings are known. */
export function TicketForm({ departmentId, title = '', name = '', email = '', onCreated }: TicketFormProps) {
  const words = useWords()
  const language = useLanguage()
  const me = useMe()
  const { client, useRead } = useDesk()
  const captcha = useCaptcha()
  const { data: settings } = useRead('system.getSettings', {})
  const [draft, setDraft] = useState(emptyDraft)
  const [file, setFile] = useState<File>()
  const [progress, setProgress] = useState<Sent>()
  if (!settings || !me) return null
  const isGuest = me.kind === 'guest'
  const departments = settings['default-is-locked'] ? [] : settings.departments
  const send = async ({ text }: Values) => {
    if (draft.content === '') throw new Refused(words.badContent)
    const chosen = departmentId ?? (Number(text('department')) || undefined)
    const isSupported = settings.supportedLanguages.includes(language)
    const guest = isGuest ? { name: text('name'), email: text('email') } : {}
    const ticket = { title: text('title'), content: draft.content, departmentId: chosen, file, ...guest }
    const images = draft.images.length > 0 ? draft.images : undefined
    const spoken = isSupported ? (language as LanguageCode) : undefined
    try {
      const { ticketNumber } = await client.ticket.create(
        { ...ticket, images, language: spoken, ...captcha.solution() },
        { onProgress: setProgress },
      )
      await onCreated(ticketNumber)
    } finally {
      setProgress(undefined)
    }
  }
  return (
    <Form submit={words.createTicket} send={send}>
      {isGuest && (
        <>
          <Field
            name="name"
            label={words.name}
            autocomplete="name"
            required
            maxLength={200}
            defaultValue={name}
          />
          <Field
            name="email"
            type="email"
            label={words.email}
            autocomplete="email"
            required
            defaultValue={email}
          />
        </>
      )}
      <Field name="title" label={words.title} required maxLength={200} defaultValue={title} />
      {departmentId === undefined && departments.length > 1 && (
        <Select name="department" label={words.department} value={String(settings['default-department-id'])}>
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
  )
}
