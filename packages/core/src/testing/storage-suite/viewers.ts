import assert from 'node:assert/strict'
import { at } from './makers.js'
import type { Rule } from './rule.js'

export function viewerRules(rule: Rule): void {
  const viewer = { ticketId: 1, staffId: 7, isWriting: false, until: at(5) }

  rule('viewers: are those of a ticket, each once, by id', async ({ viewers }) => {
    await viewers.put(viewer)
    await viewers.put({ ...viewer, staffId: 3 })
    await viewers.put({ ...viewer, ticketId: 2 })
    await viewers.put({ ...viewer, isWriting: true, until: at(6) })
    const known = [
      { ...viewer, staffId: 3 },
      { ...viewer, isWriting: true, until: at(6) },
    ]
    assert.deepEqual(await viewers.of(1, at(4), 10), known)
    assert.deepEqual(await viewers.of(1, at(4), 1), known.slice(0, 1))
    assert.deepEqual(await viewers.of(9, at(4), 10), [])
  })

  rule('viewers: end at their time, and are removed then', async ({ viewers }) => {
    await viewers.put(viewer)
    await viewers.put({ ...viewer, staffId: 8, until: at(6) })
    assert.deepEqual(
      (await viewers.of(1, at(5), 10)).map(({ staffId }) => staffId),
      [8],
    )
    await viewers.removeExpired(at(5))
    assert.deepEqual(
      (await viewers.of(1, at(0), 10)).map(({ staffId }) => staffId),
      [8],
    )
  })
}
