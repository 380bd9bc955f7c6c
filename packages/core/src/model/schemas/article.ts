import * as v from 'valibot'
import type { Article, Topic } from '../article.js'
import { column } from './column.js'
import { schemaOf } from './schema-of.js'

export const articleSchema = schemaOf<Article>()(
  v.object({
    id: column.number(),
    title: v.string(),
    content: v.string(),
    lastEdited: column.date(),
    position: column.number(),
  }),
)

export const topicSchema = schemaOf<Topic>()(
  v.object({
    id: column.number(),
    name: v.string(),
    icon: v.nullable(v.string()),
    iconColor: v.nullable(v.string()),
    private: column.flag(),
    articles: v.array(articleSchema),
  }),
)
