import { articlePictures, removeArticlePictures } from '../../domain/files/index.js'
import { nothing, operation } from '../../operation/index.js'
import { article, changed } from '../../params/index.js'

/** What `/article/delete` takes. */
export interface DeleteArticleParams {
  readonly articleId: number
}

/**
 * Deletes an article and its pictures.
 *
 * @throws INVALID_TOPIC when there is no such article.
 */
const deleteArticle = operation<DeleteArticleParams, null>()({
  path: '/article/delete',
  permission: 'staff_2',
  params: { article: changed(article('articleId', 'INVALID_TOPIC')) },
  data: nothing,
  async write(tx, { article: { id, title, content } }) {
    await tx.articles.remove(id)
    await tx.log('DELETE_ARTICLE', title)
    tx.afterCommit((after) => removeArticlePictures(after, articlePictures(content)))
    tx.emit('article.deleted', { articleId: id })
    return null
  },
})

export {
  /**
   * Deletes an article and its pictures.
   *
   * @throws INVALID_TOPIC when there is no such article.
   */
  deleteArticle as delete,
}
