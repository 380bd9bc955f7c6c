import { articlePictures, removeArticlePictures } from '../../domain/files/index.js'
import { nothing, operation } from '../../operation/index.js'
import { changed, topic } from '../../params/index.js'

/** What `/article/delete-topic` takes. */
export interface DeleteTopicParams {
  readonly topicId: number
}

/**
 * Deletes a topic with its articles and their pictures.
 *
 * @throws INVALID_TOPIC
 */
export const deleteTopic = operation<DeleteTopicParams, null>()({
  path: '/article/delete-topic',
  permission: 'staff_2',
  params: { topic: changed(topic('topicId', 'INVALID_TOPIC')) },
  data: nothing,
  async write(tx, { topic: { id, name } }) {
    const articles = await tx.articles.all(id)
    await tx.topics.remove(id)
    await tx.log('DELETE_TOPIC', name)
    const pictures = articlePictures(...articles.map(({ content }) => content))
    tx.afterCommit((after) => removeArticlePictures(after, pictures))
    for (const { id: articleId } of articles) tx.emit('article.deleted', { articleId })
    tx.emit('topic.deleted', { topicId: id })
    return null
  },
})
