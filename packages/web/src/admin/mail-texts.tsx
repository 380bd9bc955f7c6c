import type { MailTemplate } from '@opensupports/core'
import { useState } from 'preact/hooks'
import { useRead, useWrite } from '../app/client.js'
import { type Language, useLanguage } from '../app/language.js'
import { Alert } from '../components/alert.js'
import { Field, Select } from '../components/field.js'
import { Form, type Values } from '../components/form.js'
import { LanguageOptions } from '../components/language-options.js'
import { Loading } from '../components/loading.js'
import { refusal } from '../components/refusal.js'
import { RichText } from '../components/rich-text.js'
import { TextArea } from '../components/text-area.js'
import { toast } from '../components/toasts.js'
import { staffPage } from '../staff/staff-page.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'
import { AdminFrame } from './admin-page.js'
import { mailName } from './codes.js'

export const Page = staffPage(MailTexts)

/** The texts of mails in each language, with a preview. */
function MailTexts() {
  const words = useWords()
  const staffWords = useStaffWords()
  const own = useLanguage()
  const { data: names, error } = useRead('system.getMailTemplateList', {})
  const [chosen, setChosen] = useState<string>()
  const [language, setLanguage] = useState<string>(own)
  const template = chosen ?? names?.[0]
  return (
    <AdminFrame title={staffWords.mailTexts}>
      {error && <Alert tone="bad">{refusal(error, words)}</Alert>}
      {!names && !error && <Loading />}
      {names && template && (
        <>
          <div class="fields">
            <Select name="template" label={staffWords.mailTexts} value={template} onChange={setChosen}>
              {names.map((name) => (
                <option key={name} value={name}>
                  {mailName(name, staffWords)}
                </option>
              ))}
            </Select>
            <Select name="language" label={words.language} value={language} onChange={setLanguage}>
              <LanguageOptions />
            </Select>
          </div>
          <Texts key={`${template} ${language}`} template={template} language={language as Language} />
        </>
      )}
    </AdminFrame>
  )
}

interface TextsProps {
  readonly template: string
  readonly language: Language
}

function Texts({ template, language }: TextsProps) {
  const words = useWords()
  const { data: texts, error } = useRead('system.getMailTemplate', { template, language })
  if (error) return <Alert tone="bad">{refusal(error, words)}</Alert>
  if (!texts) return <Loading />
  // Restored texts begin a new form.
  return (
    <TextForm
      key={[texts.subject, texts.text1, texts.text2, texts.text3].join()}
      texts={texts}
      language={language}
    />
  )
}

const parts = ['text1', 'text2', 'text3'] as const

function TextForm({ texts, language }: { readonly texts: MailTemplate; readonly language: Language }) {
  const words = useWords()
  const staffWords = useStaffWords()
  const edit = useWrite('system.editMailTemplate')
  const restore = useWrite('system.recoverMailTemplate')
  const [drafts, setDrafts] = useState<Readonly<Partial<Record<(typeof parts)[number], string>>>>({})
  const { template } = texts
  const send = async ({ text }: Values) => {
    const [text1, text2, text3] = parts.map(text)
    await edit.mutateAsync({ template, language, subject: text('subject'), text1, text2, text3 })
    toast(words.saved)
  }
  const original = (
    <button type="button" class="quiet" onClick={() => restore.mutate({ template, language })}>
      {staffWords.original}
    </button>
  )
  return (
    <>
      <section class="card apart">
        <Form submit={words.save} send={send} aside={original}>
          <Field name="subject" label={words.title} defaultValue={texts.subject} required />
          {parts.map(
            (part, index) =>
              texts[part] !== null && (
                <TextArea
                  key={part}
                  name={part}
                  label={`${staffWords.content} ${index + 1}`}
                  defaultValue={texts[part]}
                  onInput={(text) => setDrafts(Object.assign({}, drafts, { [part]: text }))}
                />
              ),
          )}
        </Form>
      </section>
      <section class="card">
        <h2>{staffWords.preview}</h2>
        {parts.map((part) => (
          <RichText key={part} html={drafts[part] ?? texts[part] ?? ''} />
        ))}
      </section>
    </>
  )
}
