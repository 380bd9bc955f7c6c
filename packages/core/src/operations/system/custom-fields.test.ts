import { beforeEach, describe, expect, test } from 'vitest'
import type { SessionContext } from '../../call/index.js'
import { createTestHelpdesk, type TestAccount, type TestHelpdesk, testPassword } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

let desk: TestHelpdesk
let clerk: TestAccount
beforeEach(async () => {
  desk = await createTestHelpdesk()
  clerk = await desk.staff({ level: 2 })
})

const size = {
  name: 'Size',
  description: 'Of the company',
  type: 'select' as const,
  options: ['small', 'large'],
}
const addSize = (more: object = {}, session: SessionContext = clerk) =>
  desk.helpdesk.system.addCustomField(session, { ...size, ...more })
/** Calls with form fields, or with any values. */
const send = (fields: Record<string, unknown>) => {
  const operation = desk.helpdesk.operations.get('/system/add-custom-field')
  return operation && desk.helpdesk.call(operation, clerk, fields)
}
const all = () => desk.helpdesk.system.getCustomFields({})

describe('add-custom-field', () => {
  test('adds a field with its options in order', async () => {
    expect(await addSize()).toBeNull()
    expect(await all()).toEqual([
      {
        id: 1,
        name: 'Size',
        description: 'Of the company',
        type: 'select',
        options: [
          { id: 1, name: 'small' },
          { id: 2, name: 'large' },
        ],
      },
    ])
  })

  test('description and options are optional, whatever the type', async () => {
    for (const type of ['text', 'select'] as const) {
      await desk.helpdesk.system.addCustomField(clerk, { name: type, type })
    }
    expect(await all()).toEqual([
      { id: 1, name: 'text', description: '', type: 'text', options: [] },
      { id: 2, name: 'select', description: '', type: 'select', options: [] },
    ])
  })

  test('options are stored as sent, including duplicates, also for a text field', async () => {
    await addSize({ type: 'text', options: ['R&D <b>', 'R&D <b>', 'é'] })
    const names = (await all())[0]?.options.map(({ name }) => name)
    expect(names).toEqual(['R&D <b>', 'R&D <b>', 'é'])
  })

  test('forms send options as JSON; numbers become text', async () => {
    await send({ ...size, options: '["small", 2, 2.5]' })
    expect((await all())[0]?.options.map(({ name }) => name)).toEqual(['small', '2', '2.5'])
  })

  test('a user can choose each option that a field may have', async () => {
    const longest = 'x'.repeat(191)
    await addSize({ options: [longest, 'small'] })
    const ina = { name: 'Ina', email: 'ina@x.example', password: testPassword }
    await desk.helpdesk.user.signup({}, { ...ina, customfields: { Size: longest } })
    const user = await desk.storage.users.byEmail(ina.email)
    const [value] = await desk.storage.users.customFieldValues(user?.id ?? 0)
    expect(value).toMatchObject({ customfield: 'Size', value: longest, customfieldoption: { id: 1 } })
  })

  test('as many as a thousand', async () => {
    await addSize({ options: Array.from({ length: 1000 }, (_, index) => `option ${index}`) })
    expect((await all())[0]?.options).toHaveLength(1000)
  })

  const long = 'x'.repeat(201)
  test.each([
    ...['', ' ', '0', long, 'a\nb'].map((name) => ['INVALID_NAME', { name }] as const),
    ...['x'.repeat(101), 'a\0b'].map((description) => ['INVALID_DESCRIPTION', { description }] as const),
    ...['', 'TEXT', 'number'].map((type) => ['INVALID_CUSTOM_FIELD_TYPE', { type }] as const),
    ...['', '[]', '["a"]', '["a",""]', '["a"," "]', '["a","0"]', '["a",0]', '["a",null]', '["a",{}]'].map(
      (options) => ['INVALID_CUSTOM_FIELD_OPTIONS', { options }] as const,
    ),
    ...['["a",["b"]]', '{"0":"a","1":"b"}', '"ab"', 'a,b', `["a","${'x'.repeat(192)}"]`].map(
      (options) => ['INVALID_CUSTOM_FIELD_OPTIONS', { options }] as const,
    ),
    ['INVALID_CUSTOM_FIELD_OPTIONS', { options: Array.from({ length: 1001 }, () => 'a') }] as const,
  ])('%s for %j', async (code, more) => {
    await expect(send({ ...size, ...more })).rejects.toEqual(refusal(code))
    expect(await all()).toEqual([])
  })

  test('the first invalid parameter is reported', async () => {
    await addSize()
    const bad = { name: '', description: 'x'.repeat(101), type: '', options: '' }
    await expect(send(bad)).rejects.toEqual(refusal('INVALID_NAME'))
    await expect(send({ ...bad, name: 'size' })).rejects.toEqual(refusal('INVALID_DESCRIPTION'))
    const described = { ...bad, name: 'size', description: '' }
    await expect(send(described)).rejects.toEqual(refusal('INVALID_CUSTOM_FIELD_TYPE'))
    const typed = { ...described, type: 'text' }
    await expect(send(typed)).rejects.toEqual(refusal('INVALID_CUSTOM_FIELD_OPTIONS'))
    await expect(send({ name: 'size', type: 'text' })).rejects.toEqual(refusal('CUSTOM_FIELD_ALREADY_EXISTS'))
  })

  test('CUSTOM_FIELD_ALREADY_EXISTS in any letter case, and for one of two concurrent calls', async () => {
    const outcomes = await Promise.allSettled([addSize(), addSize({ name: 'SIZE' })])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    await expect(addSize({ name: 'sizE' })).rejects.toEqual(refusal('CUSTOM_FIELD_ALREADY_EXISTS'))
    expect(await all()).toHaveLength(1)
  })
})

describe('delete-custom-field', () => {
  test('deletes the values that users entered, and nothing else', async () => {
    await addSize()
    await desk.helpdesk.system.addCustomField(clerk, { name: 'City', type: 'text' })
    const jane = await desk.user()
    await desk.helpdesk.user.editCustomFields(jane, { customfields: { Size: 'small', City: 'Bern' } })
    expect(await desk.helpdesk.system.deleteCustomField(clerk, { id: 1 })).toBeNull()
    expect((await all()).map(({ name }) => name)).toEqual(['City'])
    const { customfields } = await desk.helpdesk.user.getUser(desk.admin, { userId: jane.id })
    expect(customfields).toEqual([expect.objectContaining({ customfield: 'City', value: 'Bern' })])
  })

  test.each([2, 0, -1, 1.5])('INVALID_CUSTOM_FIELD for %j', async (id) => {
    await addSize()
    const call = desk.helpdesk.system.deleteCustomField(clerk, { id })
    await expect(call).rejects.toEqual(refusal('INVALID_CUSTOM_FIELD'))
    expect(await all()).toHaveLength(1)
  })

  test('INVALID_CUSTOM_FIELD for one that was deleted', async () => {
    await addSize()
    await desk.helpdesk.system.deleteCustomField(clerk, { id: 1 })
    const again = desk.helpdesk.system.deleteCustomField(clerk, { id: 1 })
    await expect(again).rejects.toEqual(refusal('INVALID_CUSTOM_FIELD'))
  })
})

describe('permissions', () => {
  test('add and delete: staff from level 2 on, whatever is sent', async () => {
    await addSize({}, desk.admin)
    const others = [{}, await desk.user(), await desk.ticketSession(), await desk.staff({ level: 1 })]
    for (const session of others) {
      await expect(addSize({ name: '' }, session)).rejects.toEqual(refusal('NO_PERMISSION'))
      const call = desk.helpdesk.system.deleteCustomField(session, { id: 0 })
      await expect(call).rejects.toEqual(refusal('NO_PERMISSION'))
    }
  })

  test('read: everyone, since the sign-up form shows them', async () => {
    await addSize()
    for (const session of [{}, await desk.user(), await desk.ticketSession(), desk.admin]) {
      expect(await desk.helpdesk.system.getCustomFields(session)).toHaveLength(1)
    }
  })
})

test('logs and mails nothing', async () => {
  await addSize()
  await desk.helpdesk.system.deleteCustomField(clerk, { id: 1 })
  expect(await desk.storage.logs.list({ offset: 0, limit: 1 })).toEqual([])
  expect(await desk.mails()).toEqual([])
})
