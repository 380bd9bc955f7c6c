import { createServer, type Server } from 'node:http'
import type { Desk } from '../desks/index.js'
import type { Credentials } from './caller.js'
import { openDatabase } from './databases.js'
import { reads } from './reads.js'
import { searches, searchesTexts } from './searches.js'
import { Refusal, type Work } from './work.js'
import { writes } from './writes.js'

type Fields = Readonly<Record<string, unknown>>
type Path = (session: Credentials, fields: Fields) => Work<unknown>

/** A hand-written helpdesk of a few paths. */
export interface Baseline {
  /** Returns undefined for a path that it has not. */
  answer(path: string, session: Credentials, fields: Fields): unknown
  has(path: string, fields: Fields): boolean
  server(): Server
  close(): Promise<void>
}

/**
 * Opens a hand-written server for these few paths: node:http, a driver, prepared statements, the same indexes, and the
 * same reads, writes and answers. It checks the session and the right to the ticket, and cleans HTML. It has no other
 * validation, no files and no hooks, and knows no more than one language and the usual settings. The helpdesk spends its
 * additional time on these.
 */
export function openBaseline(desk: Pick<Desk, 'engine' | 'address'>): Baseline {
  const database = openDatabase(desk)
  const reading: Readonly<Record<string, Path>> = { ...reads, ...searches(desk.engine) }
  const writing: Readonly<Record<string, Path>> = writes
  const has: Baseline['has'] = (path, { query, page }) => {
    const isText = typeof query === 'string'
    const isShort = isText && query.length < 3
    const isKnown = (page === undefined || page === 1) && !isShort
    return (path in reading || path in writing) && isKnown && (!isText || searchesTexts(desk.engine))
  }
  const answer: Baseline['answer'] = (path, session, fields) => {
    const write = writing[path]
    if (write) return database.write(write(session, fields))
    const read = reading[path]
    return read && database.run(read(session, fields))
  }
  const server = () =>
    createServer((request, response) => {
      const send = (status: number, value: unknown) => {
        const body = JSON.stringify(value)
        response.writeHead(status, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        })
        response.end(body)
      }
      const refuse = (error: unknown) => {
        if (!(error instanceof Refusal)) console.error(error)
        send(error instanceof Refusal ? 403 : 500, { status: 'fail', message: String(error) })
      }
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', async () => {
        try {
          const fields = JSON.parse(Buffer.concat(chunks).toString()) as Fields
          const [, userId, token] = /^Bearer (\d+)\.(\w+)$/.exec(request.headers.authorization ?? '') ?? []
          const session = { userId: Number(userId), token }
          const data = await answer((request.url ?? '').slice('/api'.length), session, fields)
          send(200, { status: 'success', message: '', data })
        } catch (error) {
          refuse(error)
        }
      })
    })
  return { answer, has, server, close: () => database.close() }
}
