import * as v from 'valibot'
import { column } from './column.js'

/** An article as readers see it. */
export const Article = v.object({
  id: column.number(),
  title: v.string(),
  /** Clean HTML. */
  content: v.string(),
  lastEdited: column.date(),
  /** Its place within the topic, for clients that sort by it; 1 until somebody sets it. */
  position: column.number(),
})
export type Article = v.InferOutput<typeof Article>

/** A topic with its articles, by id. */
export const Topic = v.object({
  id: column.number(),
  name: v.string(),
  /** The name of an icon, as the client knows it. */
  icon: v.nullable(v.string()),
  iconColor: v.nullable(v.string()),
  /** For staff alone. */
  private: column.flag(),
  articles: v.array(Article),
})
export type Topic = v.InferOutput<typeof Topic>
