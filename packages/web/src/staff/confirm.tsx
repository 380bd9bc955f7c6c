import { fill } from '../app/words.js'
import { Dialog } from '../components/dialog.js'
import { Form } from '../components/form.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'

interface ConfirmProps {
  /** What is deleted. */
  readonly name: string
  readonly run: () => Promise<unknown>
  readonly onClose: () => void
}

/** Asks before something is deleted. */
export function Confirm({ name, run, onClose }: ConfirmProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const cancel = (
    <button type="button" class="quiet" onClick={onClose}>
      {words.cancel}
    </button>
  )
  return (
    <Dialog title={staffWords.delete} onClose={onClose}>
      <Form submit={staffWords.delete} send={() => run().then(onClose)} aside={cancel}>
        <p>{fill(staffWords.deleteSure, { name })}</p>
      </Form>
    </Dialog>
  )
}
