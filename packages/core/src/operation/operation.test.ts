import * as v from 'valibot'
import { expect, test } from 'vitest'
import { optional, text } from '../params/index.js'
import { operation } from './index.js'

interface Given {
  readonly name: string
  readonly color?: string | undefined
}

interface Answer {
  readonly id: number
  readonly note?: string | undefined
}

const path = '/test/types'
const permission = 'any'
const name = text('INVALID_NAME')
const color = optional(text('INVALID_COLOR'))
const data = v.object({ id: v.number(), note: v.optional(v.string()) })
const read = async () => ({ id: 1 })

test('operation returns the given definition', () => {
  const params = { name, color }
  expect(operation<Given, Answer>()({ path, permission, params, data, read })).toMatchObject({ params, data })
})

// `npm run typecheck` fails if one of these compiles.
test('the compiler refuses parameters that differ from their interface', () => {
  // @ts-expect-error a parameter is missing
  operation<Given, Answer>()({ path, permission, params: { color }, data, read })
  // @ts-expect-error an optional parameter is missing
  operation<Given, Answer>()({ path, permission, params: { name }, data, read })
  // @ts-expect-error there is an extra parameter
  operation<Given, Answer>()({ path, permission, params: { name, color, title: name }, data, read })
  // @ts-expect-error there is an extra optional parameter
  operation<Given, Answer>()({ path, permission, params: { name, color, title: color }, data, read })
})

test('the compiler refuses an answer whose schema differs from its interface', () => {
  const params = { name, color }
  // @ts-expect-error an optional field is missing
  operation<Given, Answer>()({ path, permission, params, data: v.object({ id: v.number() }), read })
  const more = v.object({ id: v.number(), note: v.optional(v.string()), size: v.optional(v.number()) })
  // @ts-expect-error there is an extra field
  operation<Given, Answer>()({ path, permission, params, data: more, read })
})
