/** Limits for one mail. What exceeds them is left out, and the mail counts as truncated. */
export const bounds = {
  /** Bytes of the headers of one part, and their number. */
  headBytes: 1_048_576,
  headFields: 1000,
  /** Characters of one header. */
  fieldLength: 65_536,
  /** Parts of a mail, including multiparts. */
  parts: 500,
  /** Nesting depth of parts. */
  depth: 20,
} as const
