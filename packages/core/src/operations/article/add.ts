import * as v from 'valibot'
import {
  checkUploads,
  cleanHtml,
  withImageLinks,
  withoutImagePlaces,
  withStoredUploads,
  writeLog,
} from '../../domain/index.js'
import { fail } from '../../errors.js'
import { operation } from '../../operation.js'
import { content, images, position, title, topic } from '../../params/index.js'

/**
 * Writes an article. Texts `IMAGE_PATH_0`, `IMAGE_PATH_1`, … in the content become links to `images`.
 *
 * @throws INVALID_TITLE, INVALID_CONTENT, INVALID_TOPIC; INVALID_FILE unless every image is a picture.
 */
export const add = operation({
  path: '/article/add',
  permission: 'staff_2',
  params: {
    title: title('INVALID_TITLE'),
    /** Rich text: HTML, cleaned. At most 10,000 bytes without tags. */
    content: content('INVALID_CONTENT'),
    topicId: topic('INVALID_TOPIC'),
    /** Ignored: a new article has position 1, which `/article/edit` changes. */
    position: position(),
    /** Pictures for the places `IMAGE_PATH_0`, … */
    images: images('INVALID_FILE'),
  },
  data: v.object({ articleId: v.number() }),
  errors: ['NO_PERMISSION', 'INVALID_TITLE', 'INVALID_CONTENT', 'INVALID_TOPIC', 'INVALID_FILE'],
  async run(context, { title, content, topicId: topic, images }) {
    const { storage, now } = context
    const uploads = await checkUploads(context, { images })
    const cleaned = cleanHtml(content)
    const apiUrl = await context.apiUrl()
    const articleId = await withStoredUploads(context, uploads, 'a', (stored) =>
      storage.transaction(async (tx) => {
        if (!(await tx.topics.byId(topic.id))) fail('INVALID_TOPIC')
        const text = withoutImagePlaces(withImageLinks(cleaned, stored.images, apiUrl))
        await writeLog(tx, context, 'ADD_ARTICLE', title)
        return tx.articles.insert({ title, content: text, lastEdited: now, position: 1, topicId: topic.id })
      }),
    )
    return { articleId }
  },
})
