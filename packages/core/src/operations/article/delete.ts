import { articlePictures, removeArticlePictures, writeLog } from '../../domain/index.js'
import { fail } from '../../errors.js'
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
  async run(context, { articleId: { id } }) {
    const content = await context.storage.transaction(async (tx) => {
      // Somebody may have put other pictures in since it was found.
      const { title, content } = (await tx.articles.byId(id)) ?? fail('INVALID_TOPIC')
      await tx.articles.remove(id)
      await writeLog(tx, context, 'DELETE_ARTICLE', title)
      return content
    })
    await removeArticlePictures(context, articlePictures(content))
    return null
  },
})

export { deleteArticle as delete }
