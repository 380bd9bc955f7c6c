import * as v from 'valibot'
import { operation } from '../../operation/index.js'
import { flag, name, optional, text } from '../../params/index.js'

/**
 * Adds a topic, in which articles can be written. Names need not be unique.
 *
 * @throws INVALID_NAME, also for an icon or a colour that is no line of text.
 */
export const addTopic = operation({
  path: '/article/add-topic',
  permission: 'staff_2',
  params: {
    name: name('INVALID_NAME'),
    /** The name of an icon, as the client knows it. */
    icon: optional(text('INVALID_NAME')),
    iconColor: optional(text('INVALID_NAME')),
    /** For staff alone. */
    private: flag(),
  },
  data: v.object({ topicId: v.number() }),
  async write(tx, { name, icon = null, iconColor = null, private: isPrivate }) {
    await tx.log('ADD_TOPIC', name)
    const topicId = await tx.topics.insert({ name, icon, iconColor, private: isPrivate })
    return { topicId }
  },
})
