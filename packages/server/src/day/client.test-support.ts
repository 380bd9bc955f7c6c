/** A minimal client of 4.11's wire. */
export interface Session {
  readonly userId: string
  readonly token: string
}

type Fields = Readonly<Record<string, string | number>>

export type Post = <T = unknown>(path: string, fields?: Fields, session?: Session) => Promise<T>

/** Posts forms to an API; throws the code of a failure. */
export function clientOf(baseUrl: string): Post {
  return async <T>(path: string, fields: Fields = {}, session?: Session) => {
    const form = new URLSearchParams(
      Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
    )
    if (session) {
      form.set('csrf_userid', session.userId)
      form.set('csrf_token', session.token)
    }
    const response = await fetch(baseUrl + path, { method: 'POST', body: form })
    const answer = (await response.json()) as { status: string; message?: string; data: T }
    if (answer.status !== 'success') throw new Error(`${path}: ${answer.message}`)
    return answer.data
  }
}
