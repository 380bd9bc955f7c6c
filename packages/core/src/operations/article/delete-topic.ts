import { articlePictures, removeArticlePictures, writeLog } from '../../domain/index.js'
import { fail } from '../../errors.js'
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
  async run(context, { topicId: { id, name } }) {
    const pictures = await context.storage.transaction(async (tx) => {
      const articles = await tx.articles.all(id)
      if (!(await tx.topics.remove(id))) fail('INVALID_TOPIC')
      await writeLog(tx, context, 'DELETE_TOPIC', name)
      return articlePictures(...articles.map(({ content }) => content))
    })
    await removeArticlePictures(context, pictures)
    return null
  },
})
