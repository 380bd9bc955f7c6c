import { beforeEach, describe, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})
const lastLog = async () => (await desk.storage.logs.list({ offset: 0, limit: 1 }))[0]

describe('tags', () => {
  const create = (name: string, color = '#f00') => desk.helpdesk.ticket.createTag(desk.admin, { name, color })

  test('are made, listed by id, changed and deleted', async () => {
    const { getTags, editTag, deleteTag } = desk.helpdesk.ticket
    await create('R & D', '#AbC123')
    await create('urgent')
    expect(await getTags(desk.admin)).toEqual([
      { id: 1, name: 'R & D', color: '#AbC123' },
      { id: 2, name: 'urgent', color: '#f00' },
    ])
    await editTag(desk.admin, { tagId: 2, name: 'URGENT', color: '#000' })
    expect(await getTags(desk.admin)).toContainEqual({ id: 2, name: 'URGENT', color: '#000' })
    await deleteTag(desk.admin, { tagId: 2 })
    await expect(deleteTag(desk.admin, { tagId: 2 })).rejects.toEqual(refusal('INVALID_TAG'))
    await create('next')
    expect((await getTags(desk.admin)).map(({ id }) => id)).toEqual([1, 3])
  })

  test('have names of their own, in whatever letter case', async () => {
    await create('one')
    await create('two')
    await expect(create('ONE')).rejects.toEqual(refusal('TAG_EXISTS'))
    const edit = desk.helpdesk.ticket.editTag(desk.admin, { tagId: 2, name: 'One', color: '#000' })
    await expect(edit).rejects.toEqual(refusal('TAG_EXISTS'))
    const results = await Promise.allSettled([create('three'), create('Three')])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('check the name first when made, the colour first when changed', async () => {
    await create('one')
    await expect(create('', 'red')).rejects.toEqual(refusal('INVALID_NAME'))
    await expect(create('x', 'red')).rejects.toEqual(refusal('INVALID_COLOR'))
    const edit = (tagId: number, name: string, color: string) =>
      desk.helpdesk.ticket.editTag(desk.admin, { tagId, name, color })
    await expect(edit(9, '', 'red')).rejects.toEqual(refusal('INVALID_TAG'))
    await expect(edit(1, '', 'red')).rejects.toEqual(refusal('INVALID_COLOR'))
    await expect(edit(1, '', '#fff')).rejects.toEqual(refusal('INVALID_NAME'))
  })

  test('are added to tickets and removed, in order, without events', async () => {
    await create('one')
    await create('two')
    const ticketNumber = await desk.ticket({ author: await desk.user() })
    const before = await desk.storage.tickets.byNumber(ticketNumber)
    const logs = await desk.storage.logs.list({ offset: 0, limit: 99 })
    const { addTag, removeTag, get } = desk.helpdesk.ticket
    await addTag(desk.admin, { ticketNumber, tagId: 2 })
    await addTag(desk.admin, { ticketNumber, tagId: 1 })
    expect((await get(desk.admin, { ticketNumber })).tags).toEqual(['two', 'one'])
    await expect(addTag(desk.admin, { ticketNumber, tagId: 1 })).rejects.toEqual(refusal('TAG_EXISTS'))
    await removeTag(desk.admin, { ticketNumber, tagId: 2 })
    await expect(removeTag(desk.admin, { ticketNumber, tagId: 2 })).rejects.toEqual(refusal('INVALID_TAG'))
    expect((await get(desk.admin, { ticketNumber })).tags).toEqual(['one'])
    expect(await desk.storage.tickets.byNumber(ticketNumber)).toEqual(before)
    expect(await desk.storage.logs.list({ offset: 0, limit: 99 })).toEqual(logs)
    await desk.helpdesk.ticket.deleteTag(desk.admin, { tagId: 1 })
    expect((await get(desk.admin, { ticketNumber })).tags).toEqual([])
  })

  test.each(['addTag', 'removeTag'] as const)(
    '%s checks ticket, tag and right in this order',
    async (name) => {
      await create('one')
      const away = await desk.staff({ level: 3, departments: [] })
      const ticketNumber = await desk.ticket({ author: await desk.user() })
      const call = (params: { ticketNumber: number; tagId: number }) =>
        desk.helpdesk.ticket[name](away, params)
      await expect(call({ ticketNumber: 100_001, tagId: 9 })).rejects.toEqual(refusal('INVALID_TICKET'))
      await expect(call({ ticketNumber, tagId: 9 })).rejects.toEqual(refusal('INVALID_TAG'))
      await expect(call({ ticketNumber, tagId: 1 })).rejects.toEqual(refusal('NO_PERMISSION'))
      const own = await desk.ticket({ author: away })
      await desk.helpdesk.ticket.addTag(away, { ticketNumber: own, tagId: 1 })
    },
  )
})

describe('prepared answers', () => {
  const add = (change: object = {}) =>
    desk.helpdesk.ticket.addCustomResponse(desk.admin, {
      name: 'Hello',
      content: '<b>Hi</b>',
      language: 'en',
      ...change,
    })

  test('are stored clean, listed by id, and logged', async () => {
    await add({ content: '<b>Hi</b><script>x</script>', language: 'de' })
    await add()
    expect(await desk.helpdesk.ticket.getCustomResponses(desk.admin)).toEqual([
      { id: 1, name: 'Hello', content: '<b>Hi</b>', language: 'de' },
      { id: 2, name: 'Hello', content: '<b>Hi</b>', language: 'en' },
    ])
    expect(await lastLog()).toMatchObject({ type: 'ADD_CUSTOM_RESPONSE', to: null, author: { id: 1 } })
  })

  test('refuse an invalid name as a title, then content, then language', async () => {
    await expect(add({ name: '', content: '', language: 'xx' })).rejects.toEqual(refusal('INVALID_TITLE'))
    await expect(add({ content: '<p></p>', language: 'xx' })).rejects.toEqual(refusal('INVALID_CONTENT'))
    await expect(add({ language: 'EN' })).rejects.toEqual(refusal('INVALID_LANGUAGE'))
  })

  test('change only the sent fields', async () => {
    await add()
    const edit = (change: object) =>
      desk.helpdesk.ticket.editCustomResponse(desk.admin, { id: 1, content: '0', ...change })
    await edit({})
    expect(await desk.helpdesk.ticket.getCustomResponses(desk.admin)).toEqual([
      { id: 1, name: 'Hello', content: '0', language: 'en' },
    ])
    expect(await lastLog()).toMatchObject({ type: 'EDIT_CUSTOM_RESPONSE' })
    await edit({ name: 'Bye', language: 'fr' })
    expect(await desk.storage.customResponses.byId(1)).toMatchObject({ name: 'Bye', language: 'fr' })
    await expect(edit({ id: 9, content: '', name: '' })).rejects.toEqual(refusal('INVALID_CUSTOM_RESPONSE'))
    await expect(edit({ content: '', name: '' })).rejects.toEqual(refusal('INVALID_CONTENT'))
    await expect(edit({ name: '', language: 'xx' })).rejects.toEqual(refusal('INVALID_NAME'))
    await expect(edit({ language: 'xx' })).rejects.toEqual(refusal('INVALID_LANGUAGE'))
  })

  test('are deleted once', async () => {
    await add()
    const remove = () => desk.helpdesk.ticket.deleteCustomResponse(desk.admin, { id: 1 })
    await remove()
    expect(await lastLog()).toMatchObject({ type: 'DELETE_CUSTOM_RESPONSE' })
    await expect(remove()).rejects.toEqual(refusal('INVALID_NAME'))
  })
})

describe('authors', () => {
  test('are found by a part of the name, those that start with it first, ten at most', async () => {
    await desk.staff({ name: 'Emilia Clarke' })
    await desk.user({ name: 'eemilia' })
    for (let index = 0; index < 12; index++) await desk.user({ name: `Nobody ${index}` })
    const search = async (params: object) =>
      (await desk.helpdesk.ticket.searchAuthors(desk.admin, params)).authors.map(({ name }) => name)
    expect(await search({ query: 'EMILIA' })).toEqual(['Emilia Clarke', 'eemilia'])
    expect(await search({ query: 'emilia', blackList: [{ id: 2, isStaff: true }] })).toEqual(['eemilia'])
    expect(await search({ query: 'emilia', searchUsers: true })).toEqual(['eemilia'])
    expect(await search({ query: '%' })).toEqual([])
    expect(await search({})).toHaveLength(10)
    const { authors } = await desk.helpdesk.ticket.searchAuthors(desk.admin, { query: 'emilia' })
    expect(authors[0]).toMatchObject({ isStaff: true, profilePic: null })
    expect(authors[1]).not.toHaveProperty('profilePic')
  })

  test.each([
    ['searchAuthors', { blackList: 'x' }, 'INVALID_BLACK_LIST'],
    ['searchAuthors', { blackList: '[1]' }, 'INVALID_BLACK_LIST'],
    ['searchAuthors', { searchUsers: '2' }, 'INVALID_USER_SEARCH_OPTION'],
    ['searchAuthors', { query: ['x'] }, 'INVALID_QUERY'],
    ['getAuthors', {}, 'INVALID_LIST'],
    ['getAuthors', { authors: '[{"id":1,"isStaff":11}]' }, 'INVALID_LIST'],
    ['getAuthors', { authors: '[{"id":99,"isStaff":1}]' }, 'INVALID_LIST'],
  ] as const)('%s refuses %j', async (name, params, code) => {
    const call = desk.helpdesk.ticket[name](desk.admin, params as never)
    await expect(call).rejects.toEqual(refusal(code))
  })

  test('are returned in the requested order, with duplicates, users and staff apart', async () => {
    const jane = await desk.user({ name: 'Jane' })
    const authors = [{ id: jane.id }, { id: 1, isStaff: 1 as const }, { id: jane.id, isStaff: false }]
    const found = await desk.helpdesk.ticket.getAuthors(desk.admin, { authors })
    expect(found.map(({ name }) => name)).toEqual(['Jane', desk.admin.name, 'Jane'])
    expect(await desk.helpdesk.ticket.getAuthors(desk.admin, { authors: [] })).toEqual([])
  })
})
