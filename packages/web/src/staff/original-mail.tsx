import { client } from '../app/client.js'
import { save } from '../components/downloads.js'
import { refusal } from '../components/refusal.js'
import { toast } from '../components/toasts.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'

interface OriginalMailProps {
  readonly ticketNumber: number
  /** The comment that came by mail. Default: the ticket itself. */
  readonly eventId?: number
}

/** Downloads the mail that became a ticket or a comment, as it came. */
export function OriginalMail({ ticketNumber, eventId }: OriginalMailProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const download = async () => {
    const mail = await client.ticket.getOriginalMail({ ticketNumber, eventId })
    if (!mail) return toast(staffWords.noOriginal)
    save(await mail.blob(), `${ticketNumber}${eventId === undefined ? '' : `-${eventId}`}.eml`)
  }
  return (
    <button
      type="button"
      class="quiet small"
      onClick={() => void download().catch((error) => toast(refusal(error, words) ?? words.failed))}
    >
      {staffWords.originalMail}
    </button>
  )
}
