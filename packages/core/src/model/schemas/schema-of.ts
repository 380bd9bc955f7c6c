import type * as v from 'valibot'
import type { Same } from '../schema.js'

/** The message that the compiler shows if an interface and its schema differ. */
type Fits<T, Out> = Same<T, Out> extends true ? unknown : 'the schema and the interface differ in a field'

/**
 * Returns the given schema. Does not compile unless it has the same fields as the interface, of the same types.
 *
 * @example
 * export const tagSchema = schemaOf<Tag>()(v.object({ id: column.number(), … }))
 */
export const schemaOf =
  <T>() =>
  <S extends v.GenericSchema<unknown, T>>(schema: S & Fits<T, v.InferOutput<S>>): S =>
    schema
