import * as v from 'valibot'
import type { ErrorCode } from '../errors.js'
import type { Upload } from '../platform/index.js'
import type { Parameter } from './parameter.js'
import { parameter } from './parameter.js'

const upload = v.custom<Upload>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'size' in value &&
    typeof value.size === 'number' &&
    'stream' in value &&
    typeof value.stream === 'function',
)

/** One file. Forms without one send texts such as `undefined`. */
export function file(code: ErrorCode): Parameter<Upload | undefined, Upload | undefined> {
  const inner = parameter(code, v.optional(upload))
  return {
    ...inner,
    upload: true,
    read: (value, storage) => inner.read(typeof value === 'string' ? undefined : value, storage),
  }
}

const pictureField = /^image_[0-9]{1,2}$/

/**
 * Pictures for the placeholders `IMAGE_PATH_0`, `IMAGE_PATH_1`, … of the content. Forms send a count and `image_0`,
 * `image_1`, …
 */
export function images(code: ErrorCode): Parameter<readonly Upload[] | undefined, readonly Upload[]> {
  return {
    ...parameter(code, v.optional(v.pipe(v.array(upload), v.maxLength(20)), [])),
    upload: true,
    hasField: (field) => pictureField.test(field),
    otherFields: pictureField.source,
    gather(fields, name) {
      const given = Object.hasOwn(fields, name) ? fields[name] : undefined
      if (typeof given !== 'string' && typeof given !== 'number') return given
      if (given === '') return []
      const count = Number(given)
      if (!/^[0-9]{1,2}$/.test(String(given))) return given
      return Array.from({ length: count }, (_, index) => fields[`image_${index}`])
    },
  }
}
