import type { OpenSupports } from '@opensupports/core'
import { type Answer, jsonAnswer } from './answer.js'

/** Returns a function that answers with the OpenAPI document, which is made at the first request. */
export function apiDocument(helpdesk: OpenSupports, url: string): () => Promise<Answer> {
  let made: Promise<string> | undefined
  const make = async () => {
    const { openApi } = await import('@opensupports/core/openapi')
    return JSON.stringify(openApi(helpdesk, { url }))
  }
  return async () => {
    made ??= make()
    return jsonAnswer(200, await made)
  }
}
