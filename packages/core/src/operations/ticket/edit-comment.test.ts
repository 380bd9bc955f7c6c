import { describe, expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'
import { png } from '../../testing/pictures.test-support.js'
import { refusal } from '../../testing/refusal.test-support.js'

async function stage() {
  const desk = await createTestHelpdesk()
  const jane = await desk.user()
  const ticketNumber = await desk.ticket({ author: jane })
  const { comment, editComment, get } = desk.helpdesk.ticket
  const say = async (session: object, content: string, isPrivate = false) => {
    await comment(session, { ticketNumber, content, private: isPrivate })
    const details = await desk.storage.tickets.detailsByNumber(ticketNumber)
    return details?.events.at(-1)?.id ?? 0
  }
  return { desk, jane, ticketNumber, say, editComment, get }
}

describe('the text of a ticket', () => {
  test('is its author’s to edit, cleaned and marked, open or closed', async () => {
    const { desk, jane, ticketNumber, editComment, get } = await stage()
    await desk.helpdesk.ticket.close(desk.admin, { ticketNumber })
    await editComment(jane, { ticketNumber, content: '<i>New</i><script>x</script>' })
    expect(await get(jane, { ticketNumber })).toMatchObject({ content: '<i>New</i>', edited: true })
    const [row] = await desk.storage.logs.list({ offset: 0, limit: 1 })
    expect(row).toMatchObject({ type: 'EDIT_COMMENT', to: String(ticketNumber), author: { id: jane.id } })
  })

  test('cannot be edited once there is a comment', async () => {
    const { desk, jane, ticketNumber, say, editComment } = await stage()
    await say(desk.admin, 'Hello')
    const call = editComment(jane, { ticketNumber, content: 'New' })
    await expect(call).rejects.toEqual(refusal('TICKET_CONTENT_CANNOT_BE_EDITED'))
  })

  test('stays editable for a user after a private comment, but not for staff', async () => {
    const { desk, jane, ticketNumber, say, editComment } = await stage()
    await say(desk.admin, 'Careful', true)
    await editComment(jane, { ticketNumber, content: 'New' })
    const ofStaff = await desk.ticket({ author: desk.admin })
    await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber: ofStaff, content: 'x', private: true })
    const call = editComment(desk.admin, { ticketNumber: ofStaff, content: 'New' })
    await expect(call).rejects.toEqual(refusal('TICKET_CONTENT_CANNOT_BE_EDITED'))
  })

  test('takes pictures, and loses places without one', async () => {
    const { desk, jane, ticketNumber, editComment, get } = await stage()
    const content = 'See <img src="IMAGE_PATH_0" /> and <img src="IMAGE_PATH_1" />.'
    await editComment(jane, { ticketNumber, content, images: [new File([png], 'a.png')] })
    const [name] = desk.files.names()
    expect((await get(jane, { ticketNumber })).content).toBe(
      `See <img src="http://helpdesk.example/api/system/download?file=${name}" /> and .`,
    )
    const bad = editComment(jane, { ticketNumber, content, images: [new File(['x'], 'a.png')] })
    await expect(bad).rejects.toEqual(refusal('INVALID_FILE'))
  })
})

describe('a comment', () => {
  test('is its writer’s to edit while it is the newest, again and again', async () => {
    const { jane, ticketNumber, say, editComment, get } = await stage()
    const ticketEventId = await say(jane, 'One')
    for (const content of ['Two', 'Three']) await editComment(jane, { ticketEventId, content })
    expect((await get(jane, { ticketNumber })).events).toMatchObject([{ content: 'Three', edited: true }])
  })

  test('cannot be edited after another one, on a closed ticket, or if it is not a comment', async () => {
    const { desk, jane, ticketNumber, say, editComment } = await stage()
    const older = await say(jane, 'One')
    const newest = await say(jane, 'Two')
    const edit = (ticketEventId: number) => editComment(jane, { ticketEventId, content: 'New' })
    await expect(edit(older)).rejects.toEqual(refusal('INVALID_TICKET_EVENT'))
    await desk.helpdesk.ticket.close(jane, { ticketNumber })
    await expect(edit(newest)).rejects.toEqual(refusal('INVALID_TICKET_EVENT'))
    await desk.helpdesk.ticket.reOpen(jane, { ticketNumber })
    await edit(newest)
    const details = await desk.storage.tickets.detailsByNumber(ticketNumber)
    await expect(edit(details?.events.at(-1)?.id ?? 0)).rejects.toEqual(refusal('INVALID_TICKET_EVENT'))
  })

  test('of another author is NO_PERMISSION before any other error', async () => {
    const { desk, jane, ticketNumber, say, editComment } = await stage()
    const ofStaff = await say(desk.admin, 'Hello')
    await say(jane, 'Hello')
    await expect(editComment(jane, { ticketEventId: ofStaff, content: 'x' })).rejects.toEqual(
      refusal('NO_PERMISSION'),
    )
    await expect(editComment(desk.admin, { ticketNumber, content: 'x' })).rejects.toEqual(
      refusal('NO_PERMISSION'),
    )
  })

  test('of a staff member who may not manage the ticket any more cannot be edited', async () => {
    const { desk, say, editComment } = await stage()
    const olga = await desk.staff()
    const ticketEventId = await say(olga, 'Hello')
    await desk.storage.staff.setDepartments(olga.id, [])
    await expect(editComment(olga, { ticketEventId, content: 'x' })).rejects.toEqual(refusal('NO_PERMISSION'))
  })
})

test('neither event nor ticket is INVALID_TICKET; an unknown event falls back to the ticket', async () => {
  const { jane, ticketNumber, editComment } = await stage()
  await expect(editComment(jane, { content: '' })).rejects.toEqual(refusal('INVALID_CONTENT'))
  await expect(editComment(jane, { content: 'x' })).rejects.toEqual(refusal('INVALID_TICKET'))
  await expect(editComment(jane, { content: 'x', ticketEventId: 99 })).rejects.toEqual(
    refusal('INVALID_TICKET'),
  )
  await expect(editComment(jane, { content: 'x', ticketNumber: 100_001 })).rejects.toEqual(
    refusal('INVALID_TICKET'),
  )
  await expect(editComment(jane, { content: 'x', ticketNumber, ticketEventId: 0 })).resolves.toBeNull()
})

test('a title is stored as typed, marked and logged', async () => {
  const { desk, jane, ticketNumber, get } = await stage()
  const edit = (title: string, number = ticketNumber) =>
    desk.helpdesk.ticket.editTitle(jane, { title, ticketNumber: number })
  await edit('R & D <b>')
  expect(await get(jane, { ticketNumber })).toMatchObject({
    title: 'R & D <b>',
    editedTitle: true,
    edited: false,
  })
  expect((await desk.storage.logs.list({ offset: 0, limit: 1 }))[0]).toMatchObject({ type: 'EDIT_TITLE' })
  await expect(edit('', 100_001)).rejects.toEqual(refusal('INVALID_TITLE'))
  await expect(edit('x', 100_001)).rejects.toEqual(refusal('INVALID_TICKET'))
})

describe('a former supervisor of the author', () => {
  test('edits neither title nor own comment', async () => {
    const { desk, jane, ticketNumber, say, editComment } = await stage()
    const boss = await desk.user()
    await desk.storage.users.setSupervised(boss.id, [jane.id])
    const ticketEventId = await say(boss, 'Hurry')
    await editComment(boss, { ticketEventId, content: 'Hurry up' })
    await desk.storage.users.setSupervised(boss.id, [])
    for (const call of [
      editComment(boss, { ticketEventId, content: 'Or else' }),
      desk.helpdesk.ticket.editTitle(boss, { ticketNumber, title: 'Or else' }),
    ])
      await expect(call).rejects.toEqual(refusal('NO_PERMISSION'))
  })
})

describe('pictures that are edited out', () => {
  const png = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82])
  const images = [new File([png], 'Bild 1.png'), new File([png], 'two.png')]
  const content = 'See <img src="IMAGE_PATH_0" /> and <img src="IMAGE_PATH_1" />.'
  const pictureOf = (name: string) => `<img src="http://helpdesk.example/api/system/download?file=${name}" />`

  test('are removed with their original names, and the others stay', async () => {
    const { desk, jane, ticketNumber, editComment } = await stage()
    await editComment(jane, { ticketNumber, content, images })
    const [one = '', two = ''] = desk.files.names()
    expect(await desk.storage.fileNames.of(one)).toBe('Bild 1.png')
    await editComment(jane, { ticketNumber, content: `Only ${pictureOf(two)}` })
    expect(desk.files.names()).toEqual([two])
    expect(await desk.storage.fileNames.of(one)).toBeUndefined()
    expect(await desk.storage.fileNames.of(two)).toBe('two.png')
  })

  test('stay while another text of the ticket shows them', async () => {
    const { desk, jane, ticketNumber, say, editComment } = await stage()
    await editComment(jane, { ticketNumber, content, images })
    const [one = '', two = ''] = desk.files.names()
    const ticketEventId = await say(jane, `Again ${pictureOf(one)}`)
    await editComment(jane, { ticketEventId, content: 'No more' })
    expect(desk.files.names()).toEqual([one, two])
  })

  test('stay when the edit is refused', async () => {
    const { desk, jane, ticketNumber, say, editComment } = await stage()
    await editComment(jane, { ticketNumber, content, images })
    await say(jane, 'More')
    const call = editComment(jane, { ticketNumber, content: 'Nothing' })
    await expect(call).rejects.toEqual(refusal('TICKET_CONTENT_CANNOT_BE_EDITED'))
    expect(desk.files.names()).toHaveLength(2)
  })
})
