import * as v from 'valibot'
import { checkUploads, storeUploads, withImageLinks, withoutImagePlaces } from '../../domain/files/index.js'
import { cleanHtml } from '../../domain/helpdesk/index.js'
import { operation } from '../../operation/index.js'
import { type ContentInput, content, images, position, title, topic } from '../../params/index.js'
import type { Upload } from '../../platform/index.js'

/** What `/article/add` takes. */
export interface AddArticleParams {
  readonly title: string
  /** HTML, which is cleaned, or `{ text }` or `{ markdown }`. At most 10,000 bytes, not counting tags. */
  readonly content: ContentInput
  readonly topicId: number
  /** Ignored: a new article has position 1, which `/article/edit` changes. */
  readonly position?: number | undefined
  /** Pictures for the places `IMAGE_PATH_0`, … */
  readonly images?: readonly Upload[] | undefined
}

/** What `/article/add` answers. */
export interface AddArticleAnswer {
  readonly articleId: number
}

/**
 * Writes an article. Texts `IMAGE_PATH_0`, `IMAGE_PATH_1`, … in the content become links to `images`.
 *
 * @throws INVALID_TITLE, INVALID_CONTENT, INVALID_TOPIC; INVALID_FILE unless every image is a picture.
 */
export const add = operation<AddArticleParams, AddArticleAnswer>()({
  path: '/article/add',
  permission: 'staff_2',
  params: {
    title: title('INVALID_TITLE'),
    content: content('INVALID_CONTENT'),
    topic: topic('topicId', 'INVALID_TOPIC'),
    position: position(),
    images: images('INVALID_FILE'),
  },
  data: v.object({ articleId: v.number() }),
  async prepare(call, { content, images }) {
    const uploads = await checkUploads(call, { images })
    const stored = await storeUploads(call, uploads, 'a')
    return withoutImagePlaces(withImageLinks(await cleanHtml(content), stored.images, call.apiUrl))
  },
  async write(tx, { title, topic }, content) {
    const articleId = await tx.articles.insert({
      title,
      content,
      lastEdited: tx.now,
      position: 1,
      topicId: topic.id,
    })
    await tx.log('ADD_ARTICLE', title)
    tx.emit('article.created', { articleId, topicId: topic.id })
    return { articleId }
  },
})
