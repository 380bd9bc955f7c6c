import { useState } from 'preact/hooks'
import { useRead, useWrite } from '../app/client.js'
import { fill } from '../app/words.js'
import { Alert } from '../components/alert.js'
import { FilePicker } from '../components/file-picker.js'
import { Form, Refused, type Values } from '../components/form.js'
import { CurrentPassword } from '../components/password-fields.js'
import { staffPage } from '../staff/staff-page.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'
import { AdminFrame } from './admin-page.js'

export const Page = staffPage(Import)

/** Imports customers from a CSV file, and shows the progress and the refused lines. */
function Import() {
  const words = useWords()
  const staffWords = useStaffWords()
  const [file, setFile] = useState<File>()
  const [isRunning, setRunning] = useState(true)
  const { data: current } = useRead('system.getCsvImport', {}, { refetchInterval: isRunning ? 2000 : false })
  const start = useWrite('system.startCsvImport')
  if (current?.state !== 'running' && isRunning && current !== undefined) setRunning(false)
  const send = async ({ text }: Values) => {
    if (!file) throw new Refused(words.badFile)
    await start.mutateAsync({ password: text('password'), file })
    setRunning(true)
  }
  return (
    <AdminFrame title={staffWords.import}>
      <section class="card">
        <p>{staffWords.importText}</p>
        <Form submit={staffWords.import} send={send}>
          <FilePicker file={file} onFile={setFile} />
          <CurrentPassword name="password" />
        </Form>
      </section>
      {current && (
        <Alert tone={current.refused > 0 ? 'info' : 'good'}>
          <label>
            {fill(staffWords.importDone, { done: current.done, total: current.total })}
            <progress max={Math.max(1, current.total)} value={current.done} />
          </label>
          <ul>
            {current.firstRefused.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Alert>
      )}
    </AdminFrame>
  )
}
