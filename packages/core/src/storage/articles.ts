export interface StoredTopic {
  readonly id: number
  /** Need not be unique. */
  readonly name: string
  /** The name of an icon, as the client knows it. */
  readonly icon: string | null
  readonly iconColor: string | null
  /** For staff alone. */
  readonly private: boolean
}

export interface TopicStore {
  byId(id: number): Promise<StoredTopic | undefined>
  /** By id. */
  all(): Promise<StoredTopic[]>
  insert(topic: Omit<StoredTopic, 'id'>): Promise<number>
  update(id: number, patch: Partial<Omit<StoredTopic, 'id'>>): Promise<boolean>
  /** With its articles. */
  remove(id: number): Promise<boolean>
}

export interface StoredArticle {
  readonly id: number
  readonly title: string
  readonly content: string
  readonly lastEdited: Date
  readonly position: number
  /** Null when the topic is gone: 4.11 left articles behind. */
  readonly topicId: number | null
}

export interface ArticleStore {
  byId(id: number): Promise<StoredArticle | undefined>
  /** By id; of one topic where it is given. */
  all(topicId?: number): Promise<StoredArticle[]>
  /** Those whose content holds the text, literally and in its letter case. */
  mentioning(text: string): Promise<StoredArticle[]>
  insert(article: Omit<StoredArticle, 'id'>): Promise<number>
  update(id: number, patch: Partial<Omit<StoredArticle, 'id'>>): Promise<boolean>
  remove(id: number): Promise<boolean>
}
