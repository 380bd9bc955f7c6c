import assert from 'node:assert/strict'
import type { Storage } from '../../storage/index.js'
import { found, makeUser } from './makers.js'
import type { Rule } from './rule.js'

const entered = async (storage: Storage, userId: number) =>
  (await storage.users.customFieldValues(userId)).map(({ id: _, ...value }) => value)

const makeFields = async (storage: Storage) => ({
  city: found(
    await storage.customFields.insert({ name: 'City', description: '', type: 'text', options: [] }),
  ),
  size: found(
    await storage.customFields.insert({
      name: 'Size',
      description: 'Of the company',
      type: 'select',
      options: ['small', 'large'],
    }),
  ),
})

export function customFieldRules(rule: Rule): void {
  rule('custom fields: all by id, options in the order given', async (storage) => {
    assert.deepEqual(await storage.customFields.all(), [])
    const { city, size } = await makeFields(storage)
    const [first, second] = await storage.customFields.all()
    assert.deepEqual(first, { id: city, name: 'City', description: '', type: 'text', options: [] })
    const { options, ...rest } = found(second)
    assert.deepEqual(rest, { id: size, name: 'Size', description: 'Of the company', type: 'select' })
    assert.deepEqual(options, [
      { id: 1, name: 'small' },
      { id: 2, name: 'large' },
    ])
  })

  rule(
    'custom fields: names are unique without case, and a refused field leaves nothing',
    async (storage) => {
      const { size } = await makeFields(storage)
      const field = { description: '', type: 'select', options: ['a', 'b'] } as const
      assert.equal(await storage.customFields.insert({ ...field, name: 'CITY' }), undefined)
      assert.equal((await storage.customFields.all()).length, 2)
      assert.equal(await storage.customFields.insert({ ...field, name: 'Branch' }), size + 1)
      assert.deepEqual((await storage.customFields.all())[2]?.options, [
        { id: 3, name: 'a' },
        { id: 4, name: 'b' },
      ])
    },
  )

  rule('custom fields: the values of a user are in the order of the fields', async (storage) => {
    const uma = await makeUser(storage, 'Uma')
    const { city, size } = await makeFields(storage)
    assert.deepEqual(await storage.users.customFieldValues(uma), [])
    await storage.users.setCustomFieldValues(uma, [
      { fieldId: size, value: 'large', optionId: 2 },
      { fieldId: city, value: 'Bern', optionId: null },
    ])
    assert.deepEqual(await entered(storage, uma), [
      { customfield: 'City', value: 'Bern', customfieldoption: null },
      { customfield: 'Size', value: 'large', customfieldoption: { id: 2, name: 'large' } },
    ])
    const ids = (await storage.users.customFieldValues(uma)).map((value) => value.id)
    assert.equal(new Set(ids).size, 2)
    assert.ok(ids.every((id) => id > 0))
  })

  rule('custom fields: a new set replaces the whole old one, of this user only', async (storage) => {
    const [uma, gus] = [await makeUser(storage, 'Uma'), await makeUser(storage, 'Gus')]
    const { city, size } = await makeFields(storage)
    for (const user of [uma, gus]) {
      await storage.users.setCustomFieldValues(user, [{ fieldId: city, value: 'Bern', optionId: null }])
    }
    await storage.users.setCustomFieldValues(uma, [{ fieldId: size, value: 'small', optionId: 1 }])
    assert.deepEqual(
      (await entered(storage, uma)).map((value) => value.value),
      ['small'],
    )
    await storage.users.setCustomFieldValues(uma, [])
    assert.deepEqual(await entered(storage, uma), [])
    assert.deepEqual(
      (await entered(storage, gus)).map((value) => value.value),
      ['Bern'],
    )
  })

  rule('custom fields: a field is removed with its options and values', async (storage) => {
    const uma = await makeUser(storage, 'Uma')
    const { city, size } = await makeFields(storage)
    await storage.users.setCustomFieldValues(uma, [
      { fieldId: city, value: 'Bern', optionId: null },
      { fieldId: size, value: 'large', optionId: 2 },
    ])
    assert.equal(await storage.customFields.remove(size), true)
    assert.equal(await storage.customFields.remove(size), false)
    assert.deepEqual(
      (await storage.customFields.all()).map((field) => field.id),
      [city],
    )
    assert.deepEqual(await entered(storage, uma), [
      { customfield: 'City', value: 'Bern', customfieldoption: null },
    ])
    const again = await storage.customFields.insert({
      name: 'Size',
      description: '',
      type: 'select',
      options: ['tiny', 'huge'],
    })
    assert.equal(again, size + 1)
    assert.deepEqual(
      (await storage.customFields.all())[1]?.options.map((option) => option.id),
      [3, 4],
    )
  })
}
