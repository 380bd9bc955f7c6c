import { nativeMediaType } from '../call/index.js'
import type { ErrorCode } from '../errors.js'
import { type AnyOperation, errorsOf, methodName } from '../operation/index.js'
import { descriptions } from './descriptions.js'
import { type Example, examples } from './examples.js'
import { type Inside, isOptional, jsonSchemaOf, type Naming, objectSchema } from './json-schema.js'
import {
  binary,
  countOfPictures,
  entriesOf,
  headOf,
  json,
  keyHeader,
  redirect,
  refusedByAll,
  securityOf,
  success,
} from './parts.js'
import { byStatus, codesOfAll, failureWith, meanings } from './refusals.js'

/** Returns the entry of an operation in the document of the native wire. */
export function nativeOperation(operation: AnyOperation, naming: Naming) {
  const { path, http, idempotent } = operation
  const { params = '', data = '' } = descriptions.operations[path] ?? {}
  const example = examples[methodName(path)]
  return {
    ...headOf(operation),
    security: securityOf(operation),
    parameters:
      http === 'GET' ? queryParameters(operation, params, naming, example) : idempotent && [keyHeader],
    requestBody: http === 'GET' ? undefined : requestBody(operation, params, naming, example),
    responses: responses(operation, data, naming, example),
  }
}

/** Returns the parameters of an operation that is called by GET, on either wire. */
export function queryParameters(
  operation: AnyOperation,
  type: string,
  naming: Naming,
  example: Example | undefined,
) {
  const fields = naming.types[type]?.fields ?? {}
  return entriesOf(operation).map(({ name, schema }) => ({
    name,
    in: 'query',
    required: !isOptional(schema),
    description: fields[name]?.doc || undefined,
    schema: jsonSchemaOf(schema, '', naming),
    example: example?.params[name],
  }))
}

function requestBody(operation: AnyOperation, type: string, naming: Naming, example: Example | undefined) {
  const entries = entriesOf(operation)
  const values = entries.filter(({ isFile }) => !isFile)
  const files = entries.filter(({ isFile }) => isFile)
  const lists = files.flatMap(({ otherFields }) => otherFields ?? [])
  const schemas = Object.fromEntries(values.map(({ name, schema }) => [name, schema]))
  const more = lists.length > 0 ? { images: countOfPictures } : {}
  const schema = objectSchema(schemas, type, naming, more)
  const content = json(schema, example?.files ? undefined : example?.params)
  if (files.length === 0) return { required: true, content }
  const single = files.filter(({ otherFields }) => !otherFields).map(({ name }) => [name, binary])
  return {
    required: true,
    description: `With files, a form whose field \`params\` is the parameters as JSON, sent with \`accept: ${nativeMediaType}\`.`,
    content: {
      ...content,
      'multipart/form-data': {
        schema: {
          type: 'object',
          properties: Object.assign({ params: schema }, Object.fromEntries(single)),
          patternProperties:
            lists.length > 0 ? Object.fromEntries(lists.map((fields) => [fields, binary])) : undefined,
          required: ['params'],
        },
        example: example?.files && { params: example.params, ...example.files },
        encoding: { params: { contentType: 'application/json' } },
      },
    },
  }
}

/** Returns the codes with this status that may refuse any operation, without those in the list. */
const alsoWith = (status: number, codes: readonly ErrorCode[]): readonly ErrorCode[] =>
  (byStatus(codesOfAll).get(status) ?? []).filter((code) => !codes.includes(code))

function responses(operation: AnyOperation, type: string, naming: Naming, example: Example | undefined) {
  const { answersFile, data, http } = operation
  const refused = [...byStatus(errorsOf(operation))].map(([status, codes]) => [
    String(status),
    { description: meanings(codes), content: json(failureWith([...codes, ...alsoWith(status, codes)])) },
  ])
  return {
    200: answersFile
      ? { description: 'The file.', content: fileContent(operation, type) }
      : {
          description: 'The answer.',
          content: json(success(jsonSchemaOf(data as Inside, type, naming)), example?.answer),
        },
    302: http === 'GET' ? redirect : undefined,
    ...Object.fromEntries(refused),
    ...refusedByAll,
  }
}

/** Returns the content of a file, or of the answer that there is none. */
export const fileContent = ({ http }: AnyOperation, type: string) => ({
  '*/*': { schema: binary },
  ...(type.includes('null') && http !== 'GET' ? json(success({ type: 'null' })) : {}),
})
