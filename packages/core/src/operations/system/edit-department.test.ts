import { beforeEach, describe, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'

let desk: TestHelpdesk
let sales: number
beforeEach(async () => {
  desk = await createTestHelpdesk()
  sales = await desk.department({ name: 'Sales' })
})

const edit = (params: { departmentId: number; name: string; private?: boolean }) =>
  desk.helpdesk.system.editDepartment(desk.admin, params)

describe('success', () => {
  test('renames a department, and logs its new name', async () => {
    expect(await edit({ departmentId: sales, name: 'Orders' })).toBeNull()
    expect(await desk.storage.departments.byId(sales)).toMatchObject({ name: 'Orders', private: false })
    const [entry] = await desk.storage.logs.list({ offset: 0, limit: 1 })
    expect(entry).toMatchObject({ type: 'EDIT_DEPARTMENT', to: 'Orders', authorName: 'Ada Admin' })
  })

  test('makes it private, and public again when `private` is left out', async () => {
    await edit({ departmentId: sales, name: 'Sales', private: true })
    expect(await desk.storage.departments.byId(sales)).toMatchObject({ private: true })
    await edit({ departmentId: sales, name: 'Sales' })
    expect(await desk.storage.departments.byId(sales)).toMatchObject({ private: false })
  })

  test('accepts its own name, also in another letter case', async () => {
    await edit({ departmentId: sales, name: 'SALES' })
    expect(await desk.storage.departments.byId(sales)).toMatchObject({ name: 'SALES' })
  })

  test('makes a department private that holds only tickets of staff', async () => {
    await desk.ticket({ author: desk.admin, departmentId: sales })
    expect(await edit({ departmentId: sales, name: 'Sales', private: true })).toBeNull()
  })

  test('keeps the number of its members', async () => {
    await desk.staff({ departments: [sales] })
    await edit({ departmentId: sales, name: 'Orders' })
    expect(await desk.storage.departments.byId(sales)).toMatchObject({ owners: 1 })
  })
})

describe('refusals, in their order', () => {
  test('INVALID_DEPARTMENT unless it exists, whatever else is sent', async () => {
    await expect(edit({ departmentId: 99, name: '' })).rejects.toMatchObject({ code: 'INVALID_DEPARTMENT' })
  })

  test.each(['', '0', 'x'.repeat(201)])('INVALID_NAME for %j', async (name) => {
    const call = edit({ departmentId: 1, name, private: true })
    await expect(call).rejects.toMatchObject({ code: 'INVALID_NAME' })
  })

  test("NAME_ALREADY_USED for another department's name, in any letter case", async () => {
    const call = edit({ departmentId: 1, name: 'sALES', private: true })
    await expect(call).rejects.toMatchObject({ code: 'NAME_ALREADY_USED' })
  })

  test('DEFAULT_DEPARTMENT_CAN_NOT_BE_PRIVATE, whatever it holds', async () => {
    await desk.ticket({ author: await desk.user() })
    const call = edit({ departmentId: 1, name: 'Help', private: true })
    await expect(call).rejects.toMatchObject({ code: 'DEFAULT_DEPARTMENT_CAN_NOT_BE_PRIVATE' })
  })

  test('DEPARTMENT_PRIVATE_TICKETS when it holds a ticket of a user', async () => {
    await desk.ticket({ author: await desk.user(), departmentId: sales })
    const call = edit({ departmentId: sales, name: 'Orders', private: true })
    await expect(call).rejects.toMatchObject({ code: 'DEPARTMENT_PRIVATE_TICKETS' })
  })

  test('nothing is written', async () => {
    await edit({ departmentId: 1, name: 'Help', private: true }).catch(() => {})
    expect(await desk.storage.departments.byId(1)).toMatchObject({ name: 'Help and Support' })
    expect(await desk.storage.logs.list({ offset: 0, limit: 1 })).toEqual([])
  })

  test('NO_PERMISSION below level 3, whatever is sent', async () => {
    const others = [{}, await desk.user(), await desk.ticketSession()]
    others.push(await desk.staff({ level: 1 }), await desk.staff({ level: 2 }))
    for (const session of others) {
      const call = desk.helpdesk.system.editDepartment(session, { departmentId: 99, name: '' })
      await expect(call).rejects.toMatchObject({ code: 'NO_PERMISSION' })
    }
  })
})
