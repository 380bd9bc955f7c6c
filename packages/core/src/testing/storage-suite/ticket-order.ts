import assert from 'node:assert/strict'
import { at, found, makeDesk, makeStaff } from './makers.js'
import type { Rule } from './rule.js'

export function ticketOrderRules(rule: Rule): void {
  rule('ticket order: by id without any key, also the other way round', async (storage) => {
    const { ticket, ids } = await makeDesk(storage)
    const made = [await ticket({ date: at(9) }), await ticket({ date: at(1) }), await ticket({ date: at(5) })]
    assert.deepEqual(await ids({}), made)
    assert.deepEqual(await ids({}, [{ by: 'id' }]), made)
    assert.deepEqual(await ids({}, [{ by: 'id', desc: true }]), made.toReversed())
  })

  rule('ticket order: by date, ids breaking ties upwards whatever the direction', async (storage) => {
    const { ticket, ids } = await makeDesk(storage)
    const late = await ticket({ date: at(9) })
    const early = await ticket({ date: at(1) })
    const lateToo = await ticket({ date: at(9) })
    assert.deepEqual(await ids({}, [{ by: 'date' }]), [early, late, lateToo])
    assert.deepEqual(await ids({}, [{ by: 'date', desc: true }]), [late, lateToo, early])
  })

  rule('ticket order: by closed and by unread, no before yes', async (storage) => {
    const { ticket, ids } = await makeDesk(storage)
    const closed = await ticket({}, { closed: true, unreadStaff: false })
    const open = await ticket()
    const alsoClosed = await ticket({}, { closed: true })
    assert.deepEqual(await ids({}, [{ by: 'closed' }]), [open, closed, alsoClosed])
    assert.deepEqual(await ids({}, [{ by: 'closed', desc: true }]), [closed, alsoClosed, open])
    assert.deepEqual(await ids({}, [{ by: 'unreadStaff' }]), [closed, open, alsoClosed])
    assert.deepEqual(await ids({}, [{ by: 'unreadStaff', desc: true }]), [open, alsoClosed, closed])
  })

  rule('ticket order: by owner, tickets without one lowest', async (storage) => {
    const { stan, ticket, ids } = await makeDesk(storage)
    const olga = await makeStaff(storage, 'Olga')
    const ofOlga = await ticket({}, { owner: olga })
    const free = await ticket()
    const ofStan = await ticket({}, { owner: stan.id })
    assert.deepEqual(await ids({}, [{ by: 'owner' }]), [free, ofStan, ofOlga])
    assert.deepEqual(await ids({}, [{ by: 'owner', desc: true }]), [ofOlga, ofStan, free])
  })

  rule('ticket order: the first key has precedence', async (storage) => {
    const { stan, ticket, ids } = await makeDesk(storage)
    const closedLate = await ticket({ date: at(9) }, { closed: true })
    const openEarly = await ticket({ date: at(1) })
    const openLate = await ticket({ date: at(9) })
    const openOwned = await ticket({ date: at(5) }, { owner: stan.id })
    assert.deepEqual(await ids({}, [{ by: 'closed' }, { by: 'owner' }, { by: 'date', desc: true }]), [
      openLate,
      openEarly,
      openOwned,
      closedLate,
    ])
    assert.deepEqual(await ids({}, [{ by: 'date', desc: true }, { by: 'closed' }]), [
      openLate,
      closedLate,
      openOwned,
      openEarly,
    ])
  })

  rule('ticket order: titles that start with the text first', async (storage) => {
    const { ticket, ids } = await makeDesk(storage)
    const inside = await ticket({ title: 'My printer' })
    const start = await ticket({ title: 'Printer on fire' })
    const startToo = await ticket({ title: 'printer' })
    await ticket({ title: 'Screen' })
    const filter = { titleContains: 'PRINTER' }
    assert.deepEqual(await ids(filter, [{ by: 'titlePrefix' }]), [start, startToo, inside])
    assert.deepEqual(await ids(filter, [{ by: 'titlePrefix' }, { by: 'id', desc: true }]), [
      startToo,
      start,
      inside,
    ])
  })

  rule('ticket order: by rank: number, start of the title, title, content, comment', async (storage) => {
    const { ticket, event, ids } = await makeDesk(storage)
    const inComment = await ticket()
    await event(inComment, { content: 'see 42' })
    const inContent = await ticket({ content: 'room 42' })
    const inTitle = await ticket({ title: 'Room 42' })
    const titleStart = await ticket({ title: '42 rooms', content: '42' })
    const inNumber = await ticket({ ticketNumber: 814_215, title: '42' })
    const inTitleToo = await ticket({ title: 'Flat 42', content: 'Flat 42' })
    await event(inTitleToo, { content: '42' })
    const ranked = [inNumber, titleStart, inTitle, inTitleToo, inContent, inComment]
    assert.deepEqual(await ids({ text: '42' }, [{ by: 'rank' }]), ranked)
    assert.deepEqual(await ids({ text: '42' }, [{ by: 'rank' }, { by: 'id', desc: true }]), [
      inNumber,
      titleStart,
      inTitleToo,
      inTitle,
      inContent,
      inComment,
    ])
  })

  rule('ticket order: a page has its rows in order, and the total of all', async (storage) => {
    const { ticket } = await makeDesk(storage)
    const made: number[] = []
    for (let n = 0; n < 7; n++) made.push(await ticket({ date: at(0) }, { closed: n % 2 === 1 }))
    const page = async (offset: number, limit: number, closed?: boolean) => {
      const { tickets, total } = await storage.tickets.list({
        filter: closed === undefined ? {} : { closed },
        order: [{ by: 'date', desc: true }],
        events: false,
        offset,
        limit,
      })
      return [tickets.map((row) => row.id), total]
    }
    assert.deepEqual(await page(0, 3), [made.slice(0, 3), 7])
    assert.deepEqual(await page(3, 3), [made.slice(3, 6), 7])
    assert.deepEqual(await page(6, 3), [made.slice(6), 7])
    assert.deepEqual(await page(9, 3), [[], 7])
    assert.deepEqual(await page(1, 2, true), [[made[3], made[5]], 3])
  })

  rule('ticket order: listed tickets are those of details, with events only where asked', async (storage) => {
    const { uma, stan, ticket, event } = await makeDesk(storage)
    const red = found(await storage.tags.insert({ name: 'red', color: '#f00' }))
    const blue = found(await storage.tags.insert({ name: 'blue', color: '#00f' }))
    const fieldId = found(
      await storage.customFields.insert({ name: 'City', description: '', type: 'text', options: [] }),
    )
    await storage.users.setCustomFieldValues(uma.id, [{ fieldId, value: 'Bern', optionId: null }])
    const one = await ticket({ ticketNumber: 1 }, { owner: stan.id, tags: [blue, red] })
    const two = await ticket({ ticketNumber: 2, author: stan }, { tags: [red] })
    for (const id of [one, two, one]) await event(id)
    const expected = [
      found(await storage.tickets.detailsByNumber(1)),
      found(await storage.tickets.detailsByNumber(2)),
    ]
    const query = { filter: {}, order: [], offset: 0, limit: 10 }
    const full = await storage.tickets.list({ ...query, events: true })
    assert.deepEqual(full.tickets, expected)
    const heads = await storage.tickets.list({ ...query, events: false })
    assert.deepEqual(
      heads.tickets,
      expected.map((details) => ({ ...details, events: [] })),
    )
  })
}
