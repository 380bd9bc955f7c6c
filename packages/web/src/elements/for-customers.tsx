import { Alert } from '../components/alert.js'
import { useWords } from '../words/customers/index.js'

/** Tells staff members that only customers see their tickets in this element. */
export function ForCustomers() {
  const words = useWords()
  return <Alert tone="info">{words.forCustomers}</Alert>
}
