import type { OpenSupports } from '@opensupports/core'
import { type Answer, jsonAnswer, safetyHeaders } from './answer.js'
import { referencePage, referencePolicy } from './reference/index.js'

/** The description of the API, for programs and for people. */
export interface ApiDocument {
  json(): Promise<Answer>
  /** Describes the wire of 4.11. */
  legacyJson(): Promise<Answer>
  page(): Promise<Answer>
}

/** Returns the answers that describe the API at an address. Each is made at its first request. */
export function apiDocument(helpdesk: OpenSupports, url: string): ApiDocument {
  const made = async (wire: 'native' | '4.11') => {
    const { openApi } = await import('@opensupports/core/openapi')
    return openApi(helpdesk, { url, wire })
  }
  const document = once(() => made('native'))
  const json = once(async () => JSON.stringify(await document()))
  const legacyJson = once(async () => JSON.stringify(await made('4.11')))
  const page = once(async () =>
    referencePage((await document()) as unknown as Parameters<typeof referencePage>[0]),
  )
  return {
    async json() {
      return jsonAnswer(200, await json())
    },
    async legacyJson() {
      return jsonAnswer(200, await legacyJson())
    },
    async page() {
      const headers = {
        ...safetyHeaders,
        'cache-control': 'no-store',
        'content-security-policy': referencePolicy,
        'content-type': 'text/html; charset=utf-8',
        'x-robots-tag': 'noindex',
      }
      return { status: 200, headers, body: await page() }
    },
  }
}

/** Returns a function that makes a value at its first call. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
