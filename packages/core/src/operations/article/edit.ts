import {
  articlePictures,
  checkUploads,
  removeArticlePictures,
  storeUploads,
  withImageLinks,
  withoutImagePlaces,
} from '../../domain/files/index.js'
import { changedFields, cleanHtml } from '../../domain/helpdesk/index.js'
import { nothing, operation } from '../../operation/index.js'
import {
  article,
  type ContentInput,
  changed,
  content,
  images,
  optional,
  position,
  title,
  topic,
  unless,
} from '../../params/index.js'
import type { Upload } from '../../platform/index.js'

/** What `/article/edit` takes. */
export interface EditArticleParams {
  readonly articleId: number
  readonly title?: string | undefined
  /** HTML, which is cleaned, or `{ text }` or `{ markdown }`. At most 10,000 bytes, not counting tags. */
  readonly content?: ContentInput | undefined
  readonly topicId?: number | undefined
  /** Its position within the topic, from 1. Other values are ignored. */
  readonly position?: number | undefined
  /** Pictures for the places `IMAGE_PATH_0`, … of `content`. */
  readonly images?: readonly Upload[] | undefined
}

/**
 * Changes an article. Fields that are left out stay unchanged. Pictures that it no longer shows are removed.
 *
 * @throws INVALID_TOPIC when there is no such article, or no such topic; INVALID_TITLE, INVALID_CONTENT; INVALID_FILE
 * unless every image is a picture.
 */
export const edit = operation<EditArticleParams, null>()({
  path: '/article/edit',
  permission: 'staff_2',
  params: {
    article: changed(article('articleId', 'INVALID_TOPIC')),
    title: optional(title('INVALID_TITLE')),
    content: optional(content('INVALID_CONTENT')),
    topic: unless(['', '0'], topic('topicId', 'INVALID_TOPIC')),
    position: position(),
    images: images('INVALID_FILE'),
  },
  data: nothing,
  async prepare(call, { content, images }) {
    if (content === undefined) return undefined
    const uploads = await checkUploads(call, { images })
    const stored = await storeUploads(call, uploads, 'a')
    return withoutImagePlaces(withImageLinks(await cleanHtml(content), stored.images, call.apiUrl))
  },
  async write(tx, { article, title, topic, position }, content) {
    await tx.articles.update(article.id, {
      lastEdited: tx.now,
      ...(title === undefined ? {} : { title }),
      ...(content === undefined ? {} : { content }),
      ...(topic ? { topicId: topic.id } : {}),
      ...(position === undefined ? {} : { position }),
    })
    const changed = [
      ...changedFields(article, { title, content, position }),
      ...(topic && topic.id !== article.topicId ? ['topic' as const] : []),
    ]
    await tx.log('EDIT_ARTICLE', title ?? article.title)
    if (content !== undefined)
      tx.afterCommit((call) => removeArticlePictures(call, articlePictures(article.content)))
    tx.emit('article.edited', { articleId: article.id, changed })
    return null
  },
})
