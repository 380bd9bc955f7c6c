/**
 * Schemas that several parameters share. This file is not exported from the room's `index.ts`: the declarations behind
 * that are published, and must not name types of the schema library.
 *
 * @module
 */
import * as v from 'valibot'
import type { Schema } from '../model/index.js'

/** Casts a schema to the type of the library. Safe, since all schemas are made with it. */
export const schemaInside = <In, Out>(schema: Schema<In, Out>) => schema as v.GenericSchema<In, Out>

const controlCharacters = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/
const zero = /^\s*[+-]?(?:0+(?:\.0*)?|\.0+)(?:e[+-]?\d+)?\s*$/i

/**
 * Returns whether a value is blank: an empty text, white space, and, as always in OpenSupports, a number that is zero.
 */
export const isBlank = (text: string) => text.trim() === '' || zero.test(text)

/**
 * Returns whether a text has `min` to `max` characters. Counts code points, of which UTF-16 units are at most twice as
 * many.
 */
export const hasLength = (text: string, min: number, max: number) => {
  if (text.length > 2 * max) return false
  const characters = [...text].length
  return characters >= min && characters <= max
}

/** Text on one line, without characters that some database cannot store or that would not be visible. */
export const line = (min: number, max: number) =>
  v.pipe(
    v.string(),
    v.check((text) => hasLength(text, min, max) && text.isWellFormed() && !controlCharacters.test(text)),
    v.metadata({ jsonSchema: { minLength: min, maxLength: max } }),
  )

/** Non-blank text on one line. */
export const filledLine = (min: number, max: number) =>
  v.pipe(
    line(min, max),
    v.check((text) => !isBlank(text)),
  )

/** A whole number, or its digits in a form. */
export const digits = (min: number, max: number): v.GenericSchema<number, number> =>
  v.pipe(
    v.union([
      v.number(),
      v.pipe(
        v.string(),
        v.regex(/^[0-9]{1,16}$/),
        v.transform((value) => Number(value)),
      ),
    ]),
    v.integer(),
    v.minValue(min),
    v.maxValue(max),
    // The type says number, for callers in TypeScript; texts are for forms.
  ) as v.GenericSchema<number, number>

/** The most entries of a list: more than any client sends, and few enough for one statement. */
const longest = 500

/** The most characters of JSON in one field: far more than any client sends. */
const longestJson = 262_144

/** JSON text. */
export const parsedJson = v.pipe(
  v.string(),
  v.maxLength(longestJson),
  v.rawTransform(({ dataset, addIssue, NEVER }): unknown => {
    try {
      return JSON.parse(dataset.value) as unknown
    } catch {
      addIssue({ message: 'not JSON' })
      return NEVER
    }
  }),
)

/**
 * A value that forms send as JSON text.
 *
 * @param inText the schema of the text, if 4.11 accepts less there. Default: the same
 */
export function json<In, Out>(
  schema: v.GenericSchema<In, Out>,
  inText: v.GenericSchema<never, Out> | v.GenericSchema<In, Out> = schema,
): v.GenericSchema<In, Out> {
  const text = v.pipe(parsedJson, inText as unknown as v.GenericSchema<unknown, Out>)
  return v.lazy((value) => (typeof value === 'string' ? text : schema)) as v.GenericSchema<In, Out>
}

/** Checks the length before the entries. */
export const listOf = <In, Out>(entry: v.GenericSchema<In, Out>, max = longest) =>
  v.pipe(v.array(v.unknown()), v.maxLength(max), v.array(entry))
