import { type AnyOperation, methodName } from '../operation/index.js'
import { descriptions } from './descriptions.js'
import { type Example, examples } from './examples.js'
import { formSchemaOf } from './form-schema.js'
import {
  fieldsOf,
  type Inside,
  isOptional,
  type JsonSchema,
  jsonSchemaOf,
  type Naming,
} from './json-schema.js'
import { fileContent, queryParameters } from './native.js'
import { binary, entriesOf, headOf, json, keyHeader, redirect, securityOf, success } from './parts.js'
import { failureWith, legacyCodesOf, meanings } from './refusals.js'

/** Returns the entry of an operation in the document of the wire of 4.11. */
export function legacyOperation(operation: AnyOperation, naming: Naming) {
  const { path, http, idempotent } = operation
  const { params = '', data = '' } = descriptions.operations[path] ?? {}
  const example = examples[methodName(path)]
  return {
    ...headOf(operation),
    // The session may be in two fields of the form, for which OpenAPI has no scheme.
    security: http === 'GET' ? securityOf(operation) : [...new Set([...securityOf(operation), {}])],
    parameters:
      http === 'GET' ? queryParameters(operation, params, naming, example) : idempotent && [keyHeader],
    requestBody: http === 'GET' ? undefined : requestBody(operation, params, naming, example),
    responses: responses(operation, data, naming, example),
  }
}

const sessionFields: Readonly<Record<string, JsonSchema>> = {
  csrf_userid: { type: 'string', description: 'The `userId` of the session.' },
  csrf_token: { type: 'string', description: 'The `token` of the session.' },
}

function requestBody(operation: AnyOperation, type: string, naming: Naming, example: Example | undefined) {
  const entries = entriesOf(operation)
  const fields = fieldsOf(type, naming)
  const values = entries.filter(({ isFile, otherFields }) => !isFile && !otherFields)
  const properties = values.map(({ name, schema }) => {
    const { doc, type: own = '' } = fields[name] ?? {}
    const made = formSchemaOf(schema, own, naming)
    return [name, doc ? { ...made, description: doc } : made]
  })
  const patterns = entries.filter(({ isFile }) => !isFile).flatMap(({ otherFields }) => otherFields ?? [])
  const pictures = entries.filter(({ isFile }) => isFile).flatMap(({ otherFields }) => otherFields ?? [])
  const files = entries.filter(({ isFile, otherFields }) => isFile && !otherFields).map(({ name }) => name)
  const required = values.filter(({ schema }) => !isOptional(schema)).map(({ name }) => name)
  const counted =
    pictures.length > 0 ? { images: { type: 'string', description: 'The number of pictures.' } } : {}
  const form = (more: Readonly<Record<string, JsonSchema>>, morePatterns: readonly string[]) => ({
    type: 'object',
    description: naming.types[type]?.doc || undefined,
    properties: Object.assign(Object.fromEntries(properties), more, sessionFields),
    patternProperties: byPattern(patterns, { type: 'string' }, byPattern(morePatterns, binary)),
    required: required.length > 0 ? required : undefined,
  })
  const hasFiles = files.length + pictures.length > 0
  const uploads = Object.assign(counted, Object.fromEntries(files.map((name) => [name, binary])))
  return {
    required: true,
    content: {
      'application/x-www-form-urlencoded': {
        schema: form({}, []),
        example: example?.files ? undefined : example?.form,
      },
      'multipart/form-data': hasFiles
        ? {
            schema: form(uploads, pictures),
            example: example?.files && { ...example.form, ...example.files },
          }
        : undefined,
    },
  }
}

/** Returns the schemas of properties by patterns of their names; undefined if there are none. */
function byPattern(
  patterns: readonly string[],
  schema: JsonSchema,
  more: Readonly<Record<string, JsonSchema>> | undefined = undefined,
): Readonly<Record<string, JsonSchema>> | undefined {
  if (patterns.length === 0) return more
  return Object.assign(Object.fromEntries(patterns.map((pattern) => [pattern, schema])), more)
}

function responses(operation: AnyOperation, type: string, naming: Naming, example: Example | undefined) {
  const { answersFile, data, legacySchema, http } = operation
  const codes = legacyCodesOf(operation)
  const refused = failureWith(codes)
  const description = `The answer, or one of these refusals:\n\n${meanings(codes)}`
  if (answersFile) {
    const file = fileContent(operation, type)
    const mayBeNone = 'application/json' in file
    const envelope = json(mayBeNone ? { anyOf: [success({ type: 'null' }), refused] } : refused)
    const forbidden = { description: 'The caller may not read the file. The body is empty.' }
    const missing = {
      description: 'There is no such file.',
      content: { 'text/html': { schema: { type: 'string' } } },
    }
    return {
      200: { description: `The file. ${description}`, content: { ...file, ...envelope } },
      ...(http === 'GET' ? { 302: redirect, 403: forbidden, 404: missing } : {}),
    }
  }
  const answer = success(jsonSchemaOf((legacySchema ?? data) as Inside, type, naming))
  return { 200: { description, content: json({ anyOf: [answer, refused] }, example?.legacyAnswer) } }
}
