import type { Answer } from '../answer.js'
import { fileAnswer, forbiddenFile } from '../download.js'
import { pageSession } from './page-session.js'
import type { Visit } from './visit.js'

/**
 * `/check-ticket/<number>/<e-mail>/<file>`: a picture or an attachment, for a browser that has opened the ticket's
 * page.
 */
export async function ticketFile(visit: Visit): Promise<Answer> {
  const session = pageSession(visit)
  if (!session.token || visit.isPost) return forbiddenFile('NO_PERMISSION')
  const file = await visit.helpdesk.system.download(session, { file: visit.parts[2] ?? '' })
  return file ? fileAnswer(file, 'private, no-store') : forbiddenFile('NO_PERMISSION')
}
