import * as v from 'valibot'
import { column } from './column.js'

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

export const Article = v.object({
  id: column.number(),
  title: v.string(),
  content: v.string(),
  lastEdited: column.date(),
  position: column.number(),
}) satisfies v.GenericSchema<unknown, Article>

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

export const Topic = v.object({
  id: column.number(),
  name: v.string(),
  icon: v.nullable(v.string()),
  iconColor: v.nullable(v.string()),
  private: column.flag(),
  articles: v.array(Article),
}) satisfies v.GenericSchema<unknown, Topic>
