import { articlePictures, removeArticlePictures, writeLog } from '../../domain/index.js'
import { nothing, operation } from '../../operation.js'
import { topic } from '../../params/index.js'

/**
 * Deletes a topic with its articles and their pictures.
 *
 * @throws INVALID_TOPIC
 */
export const deleteTopic = operation({
  path: '/article/delete-topic',
  permission: 'staff_2',
  params: { topicId: topic('INVALID_TOPIC') },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_TOPIC'],
  async write(context, { topicId: { id, name } }) {
    const { storage } = context
    const articles = await storage.articles.all(id)
    await storage.topics.remove(id)
    await writeLog(storage, context, 'DELETE_TOPIC', name)
    const pictures = articlePictures(...articles.map(({ content }) => content))
    context.afterCommit((after) => removeArticlePictures(after, pictures))
    return null
  },
})
