import assert from 'node:assert/strict'
import type { StoredArticle } from '../../storage/index.js'
import { at } from './makers.js'
import type { Rule } from './rule.js'

const topic = { name: 'Fire', icon: 'fire', iconColor: '#f00', private: false }

const article = (topicId: number | null, more: Partial<StoredArticle> = {}) => ({
  title: 'What to do',
  content: '<p>Run: a_1.png</p>',
  lastEdited: at(0),
  position: 1,
  topicId,
  ...more,
})

export function articleRules(rule: Rule): void {
  rule('topics: stored unchanged, all by id, names need not be unique', async ({ topics }) => {
    assert.deepEqual(await topics.all(), [])
    const first = await topics.insert(topic)
    const second = await topics.insert({ name: 'Fire', icon: null, iconColor: null, private: true })
    assert.deepEqual(await topics.all(), [
      { id: first, ...topic },
      { id: second, name: 'Fire', icon: null, iconColor: null, private: true },
    ])
    assert.deepEqual(await topics.byId(first), { id: first, ...topic })
    assert.equal(await topics.byId(99), undefined)
  })

  rule('topics: a change affects only the named fields', async ({ topics }) => {
    const id = await topics.insert(topic)
    assert.equal(await topics.update(id, { private: true }), true)
    assert.equal(await topics.update(id, { name: 'Water', icon: null }), true)
    assert.deepEqual(await topics.byId(id), { id, ...topic, name: 'Water', icon: null, private: true })
    assert.equal(await topics.update(id, {}), true)
    assert.equal(await topics.update(99, { name: 'x' }), false)
  })

  rule('topics: are removed with their articles, and ids are not reused', async ({ topics, articles }) => {
    const [one, other] = [await topics.insert(topic), await topics.insert(topic)]
    await articles.insert(article(one))
    const kept = await articles.insert(article(other))
    const loose = await articles.insert(article(null))
    assert.equal(await topics.remove(one), true)
    assert.equal(await topics.remove(one), false)
    assert.deepEqual(
      (await articles.all()).map(({ id }) => id),
      [kept, loose],
    )
    assert.ok((await topics.insert(topic)) > other)
  })

  rule(
    'articles: kept as they are, dates to the minute, all or of a topic by id',
    async ({ topics, articles }) => {
      const [one, other] = [await topics.insert(topic), await topics.insert(topic)]
      const content = `Ünïcode 🖨 ${'x'.repeat(70_000)}`
      const first = await articles.insert(
        article(one, { content, lastEdited: new Date(at(3).getTime() + 30_000) }),
      )
      const second = await articles.insert(article(other))
      const third = await articles.insert(article(one, { position: 7 }))
      assert.deepEqual(await articles.byId(first), {
        id: first,
        ...article(one, { content, lastEdited: at(3) }),
      })
      assert.equal(await articles.byId(99), undefined)
      assert.deepEqual(
        (await articles.all()).map(({ id }) => id),
        [first, second, third],
      )
      assert.deepEqual(
        (await articles.all(one)).map(({ id }) => id),
        [first, third],
      )
      assert.deepEqual(await articles.all(99), [])
    },
  )

  rule('articles: change and go', async ({ topics, articles }) => {
    const [one, other] = [await topics.insert(topic), await topics.insert(topic)]
    const id = await articles.insert(article(one))
    assert.equal(await articles.update(id, { position: 3, lastEdited: at(9) }), true)
    assert.equal(await articles.update(id, { title: 'New', topicId: other }), true)
    const changed = article(other, { title: 'New', position: 3, lastEdited: at(9) })
    assert.deepEqual(await articles.byId(id), { id, ...changed })
    assert.equal(await articles.update(id, {}), true)
    assert.deepEqual(await articles.byId(id), { id, ...changed })
    assert.equal(await articles.update(99, { title: 'x' }), false)
    assert.equal(await articles.update(99, {}), false)
    assert.equal(await articles.remove(id), true)
    assert.equal(await articles.remove(id), false)
  })

  rule('articles: are found by a text of their content, literally', async ({ articles }) => {
    const first = await articles.insert(article(null))
    await articles.insert(article(null, { content: '<p>A_1.PNG ax1.png a%1</p>' }))
    assert.deepEqual(
      (await articles.mentioning('a_1.png')).map(({ id }) => id),
      [first],
    )
    assert.deepEqual(await articles.mentioning('b_1.png'), [])
  })
}
