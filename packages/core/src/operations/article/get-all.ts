import * as v from 'valibot'
import type { Article, Topic } from '../../model/index.js'
import { topicSchema } from '../../model/schemas/index.js'
import { type NoParams, operation } from '../../operation/index.js'

/**
 * Returns all topics with their articles, by id. Private ones are for staff alone. Guests get the others while
 * mandatory login is off.
 *
 * @throws NO_PERMISSION for guests while mandatory login is on.
 */
export const getAll = operation<NoParams, Topic[]>()({
  path: '/article/get-all',
  permission: 'any',
  params: {},
  data: v.array(topicSchema),
  errors: ['NO_PERMISSION'],
  check: ({ kind }, _, { mandatoryLogin }) =>
    kind === 'anonymous' && mandatoryLogin ? 'NO_PERMISSION' : undefined,
  async read(call) {
    const { actor } = call
    const topics = await call.topics.all()
    const articles = new Map<number | null, Article[]>(topics.map(({ id }) => [id, []]))
    for (const { topicId, ...article } of await call.articles.all()) articles.get(topicId)?.push(article)
    return topics
      .filter((topic) => actor.kind === 'staff' || !topic.private)
      .map((topic) => ({ ...topic, articles: articles.get(topic.id) ?? [] }))
  },
})
