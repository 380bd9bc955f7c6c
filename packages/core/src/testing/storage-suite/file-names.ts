import assert from 'node:assert/strict'
import { makeDesk } from './makers.js'
import type { Rule } from './rule.js'

export function fileNameRules(rule: Rule): void {
  rule('file names: are stored as sent, until they are removed', async ({ fileNames }) => {
    const stored = 't100001_0123.txt'
    await fileNames.add([])
    await fileNames.add([
      { stored, name: 'Überblick "2026" für Jörg 文件 🖨️.txt' },
      { stored: 'T100001_0123.txt', name: ' other ' },
    ])
    assert.equal(await fileNames.of(stored), 'Überblick "2026" für Jörg 文件 🖨️.txt')
    assert.equal(await fileNames.of('T100001_0123.txt'), ' other ')
    assert.equal(await fileNames.of('t100001_0123'), undefined)
    await fileNames.remove([])
    await fileNames.remove([stored, 'unknown'])
    assert.equal(await fileNames.of(stored), undefined)
    assert.equal(await fileNames.of('T100001_0123.txt'), ' other ')
  })

  rule('file names: are returned with the tickets and events that have the files', async (storage) => {
    const { ticket, event } = await makeDesk(storage)
    const id = await ticket({ ticketNumber: 1, file: 't1_a.txt' })
    const eventId = await event(id, { file: 't1_b.txt' })
    await storage.fileNames.add([
      { stored: 't1_a.txt', name: 'Ä.txt' },
      { stored: 't1_b.txt', name: '文.txt' },
    ])
    const details = await storage.tickets.detailsByNumber(1)
    assert.deepEqual([details?.fileName, details?.events[0]?.fileName], ['Ä.txt', '文.txt'])
    assert.equal((await storage.tickets.eventById(eventId))?.fileName, '文.txt')
    await storage.fileNames.remove(['t1_a.txt'])
    assert.equal((await storage.tickets.byNumber(1))?.fileName, null)
  })

  rule('file names: as many as a request can have', async ({ fileNames }) => {
    const names = Array.from({ length: 1201 }, (_, each) => ({ stored: `t1_${each}`, name: `name ${each}` }))
    await fileNames.add(names)
    assert.equal(await fileNames.of('t1_1200'), 'name 1200')
    await fileNames.remove(names.map(({ stored }) => stored))
    assert.equal(await fileNames.of('t1_0'), undefined)
    assert.equal(await fileNames.of('t1_1200'), undefined)
  })
}
