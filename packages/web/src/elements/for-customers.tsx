import { Alert } from '../components/alert.js'
import { useWords } from '../words/customers/index.js'

/** Tells staff members that an element shows customers' own tickets, of which they have none. */
export function ForCustomers() {
  const words = useWords()
  return <Alert tone="info">{words.forCustomers}</Alert>
}
