import * as v from 'valibot'
import { operation } from '../../operation/index.js'
import { flag, name, optional, text } from '../../params/index.js'

/** What `/article/add-topic` takes. */
export interface AddTopicParams {
  readonly name: string
  /** The name of an icon that the client knows. */
  readonly icon?: string | undefined
  readonly iconColor?: string | undefined
  /** Visible to staff only. */
  readonly private?: boolean | undefined
}

/** What `/article/add-topic` answers. */
export interface AddTopicAnswer {
  readonly topicId: number
}

/**
 * Adds a topic, in which articles can be written. Names need not be unique.
 *
 * @throws INVALID_NAME, also for an icon or a colour that is not a line of text.
 */
export const addTopic = operation<AddTopicParams, AddTopicAnswer>()({
  path: '/article/add-topic',
  permission: 'staff_2',
  params: {
    name: name('INVALID_NAME'),
    icon: optional(text('INVALID_NAME')),
    iconColor: optional(text('INVALID_NAME')),
    private: flag(),
  },
  data: v.object({ topicId: v.number() }),
  async write(tx, { name, icon = null, iconColor = null, private: isPrivate }) {
    await tx.log('ADD_TOPIC', name)
    const topicId = await tx.topics.insert({ name, icon, iconColor, private: isPrivate })
    tx.emit('topic.created', { topicId })
    return { topicId }
  },
})
