import type { ArticleStore, TopicStore } from '../index.js'
import type { Sync, Tables } from './tables.js'
import { toMinute } from './text.js'

export const topicStore = ({ topics, articles, by }: Tables): Sync<TopicStore> => ({
  byId: (id) => topics.get(id),
  all: () => topics.all(),
  insert: (topic) => topics.insert(topic),
  update: (id, patch) => topics.update(id, patch),
  remove(id) {
    articles.removeAll(by.articleTopic(id))
    return topics.remove(id)
  },
})

export const articleStore = ({ articles, by }: Tables): Sync<ArticleStore> => ({
  byId: (id) => articles.get(id),
  all: (topicId) => (topicId === undefined ? articles.all() : by.articleTopic(topicId)),
  mentioning: (text) => articles.filter(({ content }) => content.includes(text)),
  insert: (article) => articles.insert({ ...article, lastEdited: toMinute(article.lastEdited) }),
  update: (id, { lastEdited, ...patch }) =>
    articles.update(id, { ...patch, ...(lastEdited ? { lastEdited: toMinute(lastEdited) } : {}) }),
  remove: (id) => articles.remove(id),
})
