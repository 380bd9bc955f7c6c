export interface StoredTopic {
  readonly id: number
  /** Need not be unique. */
  readonly name: string
  /** The name of an icon that the client knows. */
  readonly icon: string | null
  readonly iconColor: string | null
  /** Visible to staff only. */
  readonly private: boolean
}

export interface TopicStore {
  byId(id: number): Promise<StoredTopic | undefined>
  /** Returns all topics by id. */
  all(): Promise<StoredTopic[]>
  insert(topic: Omit<StoredTopic, 'id'>): Promise<number>
  update(id: number, patch: Partial<Omit<StoredTopic, 'id'>>): Promise<boolean>
  /** Removes the topic with its articles. */
  remove(id: number): Promise<boolean>
}

export interface StoredArticle {
  readonly id: number
  readonly title: string
  readonly content: string
  readonly lastEdited: Date
  readonly position: number
  /** Null when the topic is gone: 4.11 left its articles behind. */
  readonly topicId: number | null
}

export interface ArticleStore {
  byId(id: number): Promise<StoredArticle | undefined>
  /** Returns all articles by id, or those of one topic if given. */
  all(topicId?: number): Promise<StoredArticle[]>
  /** Returns the articles whose content contains the text literally, case-sensitive. */
  mentioning(text: string): Promise<StoredArticle[]>
  insert(article: Omit<StoredArticle, 'id'>): Promise<number>
  update(id: number, patch: Partial<Omit<StoredArticle, 'id'>>): Promise<boolean>
  remove(id: number): Promise<boolean>
}
