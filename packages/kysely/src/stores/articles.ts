import type { ArticleStore, StoredArticle, StoredTopic, TopicStore } from '@opensupports/core'
import type { Selectable } from 'kysely'
import type { Dialect } from '../dialects/dialect.js'
import type { Db, Schema } from '../schema.js'
import { bit, dateOf, given, meansNo, minuteOf } from '../values.js'
import { lockRow } from './row-locks.js'

const topicOf = (row: Selectable<Schema['topic']>): StoredTopic => ({
  id: row.id,
  name: row.name,
  icon: row.icon,
  iconColor: row.icon_color,
  private: !meansNo(row.private),
})

const topicRow = (patch: Partial<Omit<StoredTopic, 'id'>>) =>
  given({
    name: patch.name,
    icon: patch.icon,
    icon_color: patch.iconColor,
    private: patch.private === undefined ? undefined : bit(patch.private),
  })

export const topicStore = (db: Db, dialect: Pick<Dialect, 'rowLocks'>): TopicStore => ({
  async byId(id) {
    const row = await db.selectFrom('topic').selectAll().where('id', '=', id).executeTakeFirst()
    return row && topicOf(row)
  },
  async all() {
    return (await db.selectFrom('topic').selectAll().orderBy('id').execute()).map(topicOf)
  },
  async insert({ name, icon, iconColor, private: isPrivate }) {
    const row = { name, icon, icon_color: iconColor, private: bit(isPrivate) }
    return (await db.insertInto('topic').values(row).returning('id').executeTakeFirstOrThrow()).id
  },
  async update(id, patch) {
    const change = topicRow(patch)
    // An empty patch changes nothing, but the caller still needs to know whether the row exists.
    if (Object.keys(change).length === 0)
      return (await db.selectFrom('topic').select('id').where('id', '=', id).execute()).length > 0
    const result = await db.updateTable('topic').set(change).where('id', '=', id).executeTakeFirst()
    return result.numUpdatedRows > 0
  },
  async remove(id) {
    if (!(await lockRow(db, dialect, 'topic', id, 'removal'))) return false
    await db.deleteFrom('article').where('topic_id', '=', id).execute()
    return (await db.deleteFrom('topic').where('id', '=', id).executeTakeFirst()).numDeletedRows > 0
  },
})

/** 4.11 stored positions unvalidated, so a row may hold any text. Falls back to 1. */
const positionOf = (value: number | string | null) => {
  const position = Number(value ?? 1)
  return Number.isSafeInteger(position) ? position : 1
}

const articleOf = (row: Selectable<Schema['article']>): StoredArticle => ({
  id: row.id,
  title: row.title ?? '',
  content: row.content ?? '',
  lastEdited: dateOf(row.last_edited),
  position: positionOf(row.position),
  topicId: row.topic_id,
})

const articleRow = (patch: Partial<Omit<StoredArticle, 'id'>>) =>
  given({
    title: patch.title,
    content: patch.content,
    position: patch.position,
    topic_id: patch.topicId,
    last_edited: patch.lastEdited && minuteOf(patch.lastEdited),
  })

export const articleStore = (db: Db): ArticleStore => ({
  async byId(id) {
    const row = await db.selectFrom('article').selectAll().where('id', '=', id).executeTakeFirst()
    return row && articleOf(row)
  },
  async all(topicId) {
    const articles = db.selectFrom('article').selectAll().orderBy('id')
    const asked = topicId === undefined ? articles : articles.where('topic_id', '=', topicId)
    return (await asked.execute()).map(articleOf)
  },
  async mentioning(text) {
    const like = db.selectFrom('article').selectAll().where('content', 'like', `%${text}%`).orderBy('id')
    // LIKE ignores case and treats % and _ as wildcards, so filter exactly here.
    return (await like.execute()).map(articleOf).filter(({ content }) => content.includes(text))
  },
  async insert({ title, content, lastEdited, position, topicId }) {
    const row = { title, content, last_edited: minuteOf(lastEdited), position, topic_id: topicId }
    return (await db.insertInto('article').values(row).returning('id').executeTakeFirstOrThrow()).id
  },
  async update(id, patch) {
    const change = articleRow(patch)
    if (Object.keys(change).length === 0)
      return (await db.selectFrom('article').select('id').where('id', '=', id).execute()).length > 0
    const result = await db.updateTable('article').set(change).where('id', '=', id).executeTakeFirst()
    return result.numUpdatedRows > 0
  },
  async remove(id) {
    return (await db.deleteFrom('article').where('id', '=', id).executeTakeFirst()).numDeletedRows > 0
  },
})
