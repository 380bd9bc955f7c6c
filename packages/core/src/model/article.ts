/** An article as readers see it. */
export interface Article {
  readonly id: number
  readonly title: string
  /** Clean HTML. */
  readonly content: string
  readonly lastEdited: Date
  /** Its place within the topic, for clients that sort by it; 1 until somebody sets it. */
  readonly position: number
}

/** A topic with its articles, by id. */
export interface Topic {
  readonly id: number
  readonly name: string
  /** The name of an icon, as the client knows it. */
  readonly icon: string | null
  readonly iconColor: string | null
  /** For staff alone. */
  readonly private: boolean
  readonly articles: Article[]
}
