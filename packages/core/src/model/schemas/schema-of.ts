import type * as v from 'valibot'
import type { Same } from '../schema.js'

/** Where an interface differs from its schema, the compiler shows this sentence. */
type Fits<T, Out> = Same<T, Out> extends true ? unknown : 'the schema and the interface differ in a field'

/**
 * Returns the schema of an interface. The two have to have the same fields, of the same types.
 *
 * @example
 * export const tagSchema = schemaOf<Tag>()(v.object({ id: column.number(), … }))
 */
export const schemaOf =
  <T>() =>
  <S extends v.GenericSchema<unknown, T>>(schema: S & Fits<T, v.InferOutput<S>>): S =>
    schema
