import * as v from 'valibot'
import { expect, test } from 'vitest'
import { schemaOf } from './schema-of.js'

interface Label {
  readonly name: string
  readonly color?: string | undefined
}

const name = v.string()
const color = v.optional(v.string())

test('schemaOf returns the given schema', () => {
  const schema = v.object({ name, color })
  expect(schemaOf<Label>()(schema)).toBe(schema)
})

// `npm run typecheck` fails if one of these compiles.
test('the compiler refuses a schema that differs from its interface', () => {
  // @ts-expect-error it lacks an optional field
  schemaOf<Label>()(v.object({ name }))
  // @ts-expect-error it has an extra field
  schemaOf<Label>()(v.object({ name, color, size: v.number() }))
  // @ts-expect-error it has an extra optional field
  schemaOf<Label>()(v.object({ name, color, size: v.optional(v.number()) }))
  // @ts-expect-error it accepts more types
  schemaOf<Label>()(v.object({ name: v.nullable(name), color }))
  // @ts-expect-error it accepts fewer types
  schemaOf<Label>()(v.object({ name: v.literal('red'), color }))
  // @ts-expect-error a list of it differs too
  schemaOf<Label[]>()(v.array(v.object({ name })))
})
