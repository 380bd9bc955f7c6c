import { memoryStorage, OpenSupports } from '@opensupports/core'
import { openApi } from '@opensupports/core/openapi'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { Fetch } from './index.js'

const document = openApi(new OpenSupports({ storage: memoryStorage() }))
const ajv = new Ajv2020({ strict: false, validateFormats: true })
formats.default(ajv)
ajv.addSchema(document, 'document')

const checked = new Map<string, number>()

/** Returns how many answers of each path were checked. */
export const checkedAnswers = (): ReadonlyMap<string, number> => checked

function check(value: unknown, ...place: readonly string[]) {
  const pointer = place.map((key) => key.replaceAll('/', '~1')).join('/')
  const validate = ajv.getSchema(`document#/${pointer}`)
  if (!validate) throw new Error(`the OpenAPI document has no ${pointer}`)
  if (validate(value)) return
  throw new Error(`${JSON.stringify(value)} does not fit ${pointer}: ${ajv.errorsText(validate.errors)}`)
}

/** Fetches, and checks requests and answers against the OpenAPI document. */
export const checkedFetch: Fetch = async (url, init) => {
  const response = await fetch(url, init)
  const path = new URL(url).pathname.replace('/api', '')
  const methods = document.paths[path] as { readonly post?: { readonly responses: Record<string, object> } }
  if (!methods.post || !response.headers.get('content-type')?.includes('json')) return response
  const answer = (await response.clone().json()) as { status: string; data: unknown; message?: string }
  const content = ['content', 'application/json', 'schema']
  const { status } = response
  checked.set(path, (checked.get(path) ?? 0) + 1)
  if (answer.status === 'fail') {
    const isDeclared = methods.post.responses[status] !== undefined
    const refusal = isDeclared
      ? ['paths', path, 'post', 'responses', String(status)]
      : ['components', 'responses', 'Refused']
    check(answer, ...refusal, ...content)
    return response
  }
  check(answer, 'paths', path, 'post', 'responses', '200', ...content)
  if (typeof init.body !== 'string') return response
  const { csrf_userid: _, csrf_token: __, ...params } = JSON.parse(init.body) as Record<string, unknown>
  check(params, 'paths', path, 'post', 'requestBody', ...content)
  return response
}
