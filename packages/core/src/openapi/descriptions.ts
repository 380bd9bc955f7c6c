/** What the doc comments in the sources say. Paragraphs are separated by empty lines. */
export interface Descriptions {
  /** By path. */
  readonly operations: Readonly<Record<string, DescribedOperation>>
  /** Interfaces by name. */
  readonly types: Readonly<Record<string, DescribedType>>
  /** Events by name: their doc comments, and the types of the fields that they add. */
  readonly events: Readonly<Record<string, { readonly doc: string; readonly type: string }>>
}

export interface DescribedOperation {
  readonly doc: string
  /** The type of its parameters. */
  readonly params: string
  /** The type of its answer. */
  readonly data: string
}

export interface DescribedType {
  readonly doc: string
  /** The interfaces that it extends. */
  readonly parents: readonly string[]
  readonly fields: Readonly<Record<string, { readonly doc: string; readonly type: string }>>
}

/** The build and the tests put in here what `.build/descriptions.mjs` reads in the sources. */
export const descriptions: Descriptions = { operations: {}, types: {}, events: {} }
