/** An article as readers see it. */
export interface Article {
  readonly id: number
  readonly title: string
  /** Clean HTML. */
  readonly content: string
  readonly lastEdited: Date
  /** Its position within the topic, for clients that sort by it. Default 1. */
  readonly position: number
}

/** A topic with its articles, by id. */
export interface Topic {
  readonly id: number
  readonly name: string
  /** The name of an icon that the client knows. */
  readonly icon: string | null
  readonly iconColor: string | null
  /** Visible to staff only. */
  readonly private: boolean
  readonly articles: Article[]
}
