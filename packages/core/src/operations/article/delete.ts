import { articlePictures, removeArticlePictures, writeLog } from '../../domain/index.js'
import { nothing, operation } from '../../operation.js'
import { article } from '../../params/index.js'

/**
 * Deletes an article and its pictures.
 *
 * @throws INVALID_TOPIC when there is no such article.
 */
const deleteArticle = operation({
  path: '/article/delete',
  permission: 'staff_2',
  params: { articleId: article('INVALID_TOPIC') },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_TOPIC'],
  async write(context, { articleId: { id, title, content } }) {
    const { storage } = context
    await storage.articles.remove(id)
    await writeLog(storage, context, 'DELETE_ARTICLE', title)
    context.afterCommit((after) => removeArticlePictures(after, articlePictures(content)))
    return null
  },
})

export { deleteArticle as delete }
