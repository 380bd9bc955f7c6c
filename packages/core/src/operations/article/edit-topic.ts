import { changedFields } from '../../domain/helpdesk/index.js'
import { nothing, operation } from '../../operation/index.js'
import { changed, flag, name, optional, text, topic, unless } from '../../params/index.js'

/** What `/article/edit-topic` takes. */
export interface EditTopicParams {
  readonly topicId: number
  readonly name: string
  readonly icon?: string | undefined
  readonly iconColor?: string | undefined
  /** Visible to staff only. */
  readonly private?: boolean | undefined
}

/**
 * Changes a topic. Fields that are left out, or empty, stay unchanged.
 *
 * @throws INVALID_TOPIC; INVALID_NAME, also for an icon or a colour that is not a line of text.
 */
export const editTopic = operation<EditTopicParams, null>()({
  path: '/article/edit-topic',
  permission: 'staff_2',
  params: {
    topic: changed(topic('topicId', 'INVALID_TOPIC')),
    name: name('INVALID_NAME'),
    icon: unless([''], text('INVALID_NAME')),
    iconColor: unless([''], text('INVALID_NAME')),
    private: optional(flag()),
  },
  data: nothing,
  async write(tx, { topic, name, icon, iconColor, private: isPrivate }) {
    const patch = {
      name,
      ...(icon === undefined ? {} : { icon }),
      ...(iconColor === undefined ? {} : { iconColor }),
      ...(isPrivate === undefined ? {} : { private: isPrivate }),
    }
    await tx.topics.update(topic.id, patch)
    tx.emit('topic.edited', { topicId: topic.id, changed: changedFields(topic, patch) })
    return null
  },
})
