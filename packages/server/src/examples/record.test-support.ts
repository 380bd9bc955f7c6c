import { nativeMediaType, type SessionContext } from '@opensupports/core'
import { form, json, multipart, type Send, signed } from '../both-handlers.test-support.js'
import type { Request, Scene } from './scene.test-support.js'

/** What is recorded of a request. */
export interface Recorded {
  readonly params: object
  readonly form: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
  readonly answer?: unknown
  readonly legacyAnswer?: unknown
}

const bearer = ({ userId, token }: SessionContext): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${userId}.${token}` }

/** Returns the fields of a form for parameters in natural types. */
export function formOf(params: object): Record<string, string> {
  const fields = Object.entries(params).flatMap(([name, value]): [string, string][] => {
    if (name === 'customfields')
      return Object.entries(value as object).map(([field, text]) => [`customfield_${field}`, String(text)])
    if (typeof value === 'boolean') return [[name, value ? '1' : '0']]
    return [[name, typeof value === 'object' ? JSON.stringify(value) : String(value)]]
  })
  return Object.fromEntries(fields)
}

const filesOf = (files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([field, text]) => [field, new File([text], 'users.csv')]))

/** Sends a request on the native wire, and returns the answer; undefined for a file. */
export async function sendNative(
  send: Send,
  path: string,
  { by = {}, params = {}, files }: Request,
  isGet: boolean,
): Promise<unknown> {
  const query = isGet ? `?${new URLSearchParams(formOf(params))}` : ''
  const sent = files ? multipart({ params: JSON.stringify(params), ...filesOf(files) }) : json(params)
  const headers = {
    ...bearer(by),
    ...(files ? { accept: nativeMediaType } : { 'content-type': 'application/json' }),
  }
  return answerOf(await send(`/api${path}${query}`, isGet ? { headers: bearer(by) } : { ...sent, headers }))
}

/** Sends a request on the wire of 4.11, and returns the answer; undefined for a file. */
export async function sendLegacy(send: Send, path: string, request: Request): Promise<unknown> {
  const { by = {}, files } = request
  const fields = { ...fieldsOf(request), ...(by.token === undefined ? {} : signed(by as { token?: string })) }
  return answerOf(
    await send(`/api${path}`, files ? multipart({ ...fields, ...filesOf(files) }) : form(fields)),
  )
}

/** Returns the fields of a request in a form, without the session. */
export const fieldsOf = ({ params = {}, form = {} }: Request): Record<string, string> => ({
  ...formOf(params),
  ...form,
})

async function answerOf(response: Response): Promise<unknown> {
  const isJson = response.headers.get('content-type') === 'application/json'
  const answer = isJson ? ((await response.json()) as { status: string }) : undefined
  if (response.status !== 200 || (answer && answer.status !== 'success'))
    throw new Error(`an example is refused: ${response.status} ${JSON.stringify(answer)}`)
  return answer
}

/** Reads the stream of a ticket's first event. */
export async function firstEvent(send: Send, { jane, printer }: Scene): Promise<string> {
  await printer()
  const response = await send('/api/events?after=0', { headers: bearer(jane) })
  const reader = (response.body as ReadableStream<Uint8Array>)
    .pipeThrough(new TextDecoderStream())
    .getReader()
  let text = ''
  while (!/\ndata: .*\n\n/.test(text)) {
    const { done, value } = await reader.read()
    if (done) break
    text += value
  }
  await reader.cancel()
  return text
}
