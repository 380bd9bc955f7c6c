import assert from 'node:assert/strict'
import type { Storage } from '../../storage/index.js'
import { memoryStorage } from '../../storage/memory/index.js'
import { found } from './makers.js'
import type { Rule } from './rule.js'

/** Different spellings of the same name. */
const same = [
  ['Red', 'RED'],
  ['Ärger', 'äRGER'],
  ['Re\u0301sume\u0301', 'résumé'],
  ['ΟΔΟΣ', 'οδος'],
  ['οδοσ', 'οδος'],
  ['\u212angstr\u00f6m', 'kNGSTRO\u0308M'],
  ['ПРИВЕТ', 'привет'],
] as const

/** Different names that some database considers equal. */
const others = [
  ['Resume', 'Résumé'],
  ['😀', '😡'],
  ['abc', 'abc '],
  ['abc', ' abc'],
  ['Straße', 'strasse'],
  ['のり', 'ノリ'],
  ['ﬁle', 'file'],
  ['Łódź', 'Lodz'],
  ['a_b', 'a b'],
  ['a\u200bb', 'ab'],
] as const

type Insert = (storage: Storage, name: string) => Promise<number | undefined>

const tag: Insert = ({ tags }, name) => tags.insert({ name, color: '#f00' })
const field: Insert = ({ customFields }, name) =>
  customFields.insert({ name, description: '', type: 'text', options: [] })
const key: Insert = ({ apiKeys }, name) =>
  apiKeys.insert({
    name,
    token: name,
    ending: 'wxyz',
    canCreateUsers: true,
    canCreateTickets: false,
    canCheckTickets: false,
    shouldReturnTicketNumber: false,
  })

const kinds: readonly (readonly [string, Insert])[] = [
  ['tags', tag],
  ['custom fields', field],
  ['API keys', key],
]

export function nameRules(rule: Rule): void {
  for (const [kind, insert] of kinds) {
    rule(
      `names: of ${kind}, the same name is taken, and what differs by more than case is another`,
      async (storage) => {
        for (const [place, [one, other]] of same.entries()) {
          const [first, second] = [`${place} ${one}`, `${place} ${other}`]
          found(await insert(storage, first))
          assert.equal(await insert(storage, second), undefined, JSON.stringify(second))
        }
        for (const [place, [one, other]] of others.entries()) {
          const [first, second] = [one, other].map((name) =>
            name.startsWith(' ') ? name : `${place}${name}`,
          )
          found(await insert(storage, found(first)))
          assert.ok((await insert(storage, found(second))) !== undefined, JSON.stringify(second))
        }
      },
    )
  }

  rule('names: a tag takes its own name in another case, and that of another in none', async ({ tags }) => {
    const street = found(await tags.insert({ name: 'ΟΔΟΣ', color: '#f00' }))
    const resume = found(await tags.insert({ name: 'Resume', color: '#f00' }))
    assert.equal(await tags.update(street, { name: 'οδος', color: '#f00' }), true)
    assert.equal(await tags.update(resume, { name: 'οδοσ', color: '#f00' }), false)
    assert.equal(await tags.update(resume, { name: 'Résumé', color: '#f00' }), true)
    assert.deepEqual(
      (await tags.all()).map(({ name }) => name),
      ['οδος', 'Résumé'],
    )
  })

  rule('names: departments and API keys are found by the same name, and by no other', async (storage) => {
    for (const [place, [one, other]] of same.entries()) {
      const id = await storage.departments.insert({ name: `${place} ${one}`, private: false })
      assert.equal((await storage.departments.byName(`${place} ${other}`))?.id, id, other)
      found(await key(storage, `${place} ${one}`))
      assert.equal(await storage.apiKeys.removeByName(`${place} ${other}`), true, other)
    }
    for (const [place, [one, other]] of others.entries()) {
      await storage.departments.insert({ name: `${place}${one}`, private: false })
      assert.equal(await storage.departments.byName(`${place}${other}`), undefined, other)
      found(await key(storage, `${place}${one}`))
      assert.equal(await storage.apiKeys.removeByName(`${place}${other}`), false, other)
    }
  })

  rule('names: rows of another storage are restored, whatever they have in common', async (storage) => {
    const source = memoryStorage()
    // Older versions or other servers may have stored such rows.
    const names = [...same, ...others].flat().filter((name, place, all) => all.indexOf(name) === place)
    for (const name of names) {
      await source.departments.insert({ name, private: false })
      await source.topics.insert({ name, icon: null, iconColor: null, private: false })
      await source.customResponses.insert({ name, language: 'en', content: name })
      await source.attempts.add(name, new Date(0), 1000)
    }
    await source.settings.set(Object.fromEntries(names.map((name) => [name, name])))
    const rows = names.map((name, place) => [place + 1, name])
    const tables = ['tag', 'customfield', 'apikey']
    async function* parts() {
      for await (const part of source.backup.parts()) {
        yield tables.includes(part.table) ? { ...part, columns: ['id', 'name'], rows } : part
      }
    }
    assert.equal(await storage.backup.restore(parts()), true)
    assert.deepEqual(
      (await storage.tags.all()).map(({ name }) => name),
      names,
    )
    assert.deepEqual(
      (await storage.customFields.all()).map(({ name }) => name),
      names,
    )
    assert.deepEqual(
      (await storage.apiKeys.all()).map(({ name }) => name),
      names,
    )
    assert.deepEqual(
      (await storage.departments.all()).map(({ name }) => name),
      names,
    )
    assert.deepEqual(
      (await storage.topics.all()).map(({ name }) => name),
      names,
    )
    assert.deepEqual(Object.keys(await storage.settings.all()).sort(), [...names].sort())
    for (const name of names) {
      assert.equal((await storage.attempts.add(name, new Date(0), 1000)).count, 2, JSON.stringify(name))
    }
  })
}
