/** One option of a custom field of type select. */
export interface CustomFieldOption {
  readonly id: number
  readonly name: string
}

/** A field that users fill in. */
export interface CustomField {
  readonly id: number
  readonly name: string
  readonly description: string
  readonly type: 'text' | 'select'
  /** In the order in which they were given. */
  readonly options: CustomFieldOption[]
}

/** What a user has entered in one custom field. */
export interface CustomFieldValue {
  readonly id: number
  /** The name of the field. */
  readonly customfield: string | null
  readonly value: string
  readonly customfieldoption: CustomFieldOption | null
}
