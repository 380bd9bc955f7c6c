import {
  articlePictures,
  checkUploads,
  cleanHtml,
  removeArticlePictures,
  withImageLinks,
  withoutImagePlaces,
  withStoredUploads,
  writeLog,
} from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { article, content, images, optional, position, title, topic, unless } from '../../params/index.js'

/**
 * Changes an article; what is left out stays as it is. Pictures that it no longer shows are removed.
 *
 * @throws INVALID_TOPIC when there is no such article, or no such topic; INVALID_TITLE, INVALID_CONTENT; INVALID_FILE
 * unless every image is a picture.
 */
export const edit = operation({
  path: '/article/edit',
  permission: 'staff_2',
  params: {
    articleId: article('INVALID_TOPIC'),
    title: optional(title('INVALID_TITLE')),
    /** Rich text: HTML, cleaned. At most 10,000 bytes without tags. */
    content: optional(content('INVALID_CONTENT')),
    topicId: unless(['', '0'], topic('INVALID_TOPIC')),
    /** Its place within the topic; what is no number from 1 on changes nothing. */
    position: position(),
    /** Pictures for the places `IMAGE_PATH_0`, … of `content`. */
    images: images('INVALID_FILE'),
  },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_TOPIC', 'INVALID_TITLE', 'INVALID_CONTENT', 'INVALID_FILE'],
  async run(context, { articleId: article, title, content, topicId: topic, position, images }) {
    const { storage, now } = context
    const uploads = await checkUploads(context, content === undefined ? {} : { images })
    const cleaned = content === undefined ? undefined : cleanHtml(content)
    const apiUrl = await context.apiUrl()
    const before = await withStoredUploads(context, uploads, 'a', (stored) =>
      storage.transaction(async (tx) => {
        const before = (await tx.articles.byId(article.id)) ?? fail('INVALID_TOPIC')
        if (topic && !(await tx.topics.byId(topic.id))) fail('INVALID_TOPIC')
        await tx.articles.update(article.id, {
          lastEdited: now,
          ...(title === undefined ? {} : { title }),
          ...(cleaned === undefined
            ? {}
            : { content: withoutImagePlaces(withImageLinks(cleaned, stored.images, apiUrl)) }),
          ...(topic ? { topicId: topic.id } : {}),
          ...(position === undefined ? {} : { position }),
        })
        await writeLog(tx, context, 'EDIT_ARTICLE', title ?? before.title)
        return before
      }),
    )
    if (cleaned !== undefined) await removeArticlePictures(context, articlePictures(before.content))
    return null
  },
})
