/** What is read of a mail at most. Whatever lies beyond is left out, and the mail counts as truncated. */
export const bounds = {
  /** Bytes of the headers of one part, and how many of them. */
  headBytes: 1_048_576,
  headFields: 1000,
  /** Characters of one header. */
  fieldLength: 65_536,
  /** Parts of a mail, with those that only hold others. */
  parts: 500,
  /** Parts within parts. */
  depth: 20,
} as const
