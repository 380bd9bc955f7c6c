/** A label for tickets. */
export interface Tag {
  readonly id: number
  readonly name: string
  /** `#` with 3 or 6 hexadecimal digits. */
  readonly color: string
}
