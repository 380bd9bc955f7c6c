/**
 * Parts of the web app for any page: `<support-form>`, `<support-tickets>` and `<support-ticket>`.
 *
 * @module
 */
import { define } from './support-element.js'
import { SupportForm } from './support-form.js'
import { SupportTicket } from './support-ticket.js'
import { SupportTickets } from './support-tickets.js'

export { defaults } from './support-element.js'

define('support-form', SupportForm)
define('support-tickets', SupportTickets)
define('support-ticket', SupportTicket)
