/** A prepared answer. */
export interface CustomResponse {
  readonly id: number
  readonly name: string
  readonly language: string
  /** Clean HTML. */
  readonly content: string
}
