import assert from 'node:assert/strict'
import { at } from './makers.js'
import type { Rule } from './rule.js'

const window = 15 * 60_000

export function attemptRules(rule: Rule): void {
  rule('attempts: counted for each key until the window of the first one ends', async ({ attempts }) => {
    assert.deepEqual(await attempts.add('login:a', at(0), window), { count: 1, until: at(15) })
    assert.deepEqual(await attempts.add('login:a', at(10), window), { count: 2, until: at(15) })
    assert.deepEqual(await attempts.add('login:b', at(10), window), { count: 1, until: at(25) })
    assert.deepEqual(await attempts.add('login:a', at(14), window), { count: 3, until: at(15) })
    assert.deepEqual(await attempts.current('login:a', at(14)), { count: 3, until: at(15) })
    assert.equal(await attempts.current('login:a', at(15)), undefined)
    assert.equal(await attempts.current('login:c', at(14)), undefined)
    assert.deepEqual(await attempts.add('login:a', at(15), window), { count: 1, until: at(30) })
    assert.deepEqual(await attempts.add('login:a', at(16), window), { count: 2, until: at(30) })
  })

  rule(
    'attempts: end within one window after the clock is set back, and still count',
    async ({ attempts }) => {
      const aDayLater = 24 * 60
      await attempts.add('key', at(aDayLater), window)
      assert.deepEqual(await attempts.add('key', at(0), window), { count: 2, until: at(15) })
      assert.deepEqual(await attempts.add('key', at(14), window), { count: 3, until: at(15) })
      assert.deepEqual(await attempts.add('key', at(15), window), { count: 1, until: at(30) })
    },
  )

  rule('attempts: made at the same time are all counted', async ({ attempts }) => {
    const made = await Promise.all(Array.from({ length: 8 }, () => attempts.add('key', at(0), window)))
    assert.deepEqual(made.map(({ count }) => count).toSorted(), [1, 2, 3, 4, 5, 6, 7, 8])
  })

  rule('attempts: given back one by one, never below none', async ({ attempts }) => {
    for (let n = 0; n < 3; n++) await attempts.add('key', at(0), window)
    await attempts.giveBack('key')
    assert.equal((await attempts.add('key', at(1), window)).count, 3)
    for (let n = 0; n < 5; n++) await attempts.giveBack('key')
    await attempts.giveBack('unknown')
    assert.equal((await attempts.add('key', at(1), window)).count, 1)
    assert.equal((await attempts.add('unknown', at(1), window)).count, 1)
  })

  rule('attempts: forgotten when cleared, and when their window is over', async ({ attempts }) => {
    await attempts.add('cleared', at(0), window)
    await attempts.add('short', at(0), 60_000)
    await attempts.add('long', at(0), window)
    await attempts.clear('cleared')
    await attempts.clear('unknown')
    await attempts.removeExpired(at(5))
    assert.deepEqual(await attempts.add('cleared', at(6), window), { count: 1, until: at(21) })
    assert.deepEqual(await attempts.add('short', at(6), window), { count: 1, until: at(21) })
    assert.deepEqual(await attempts.add('long', at(6), window), { count: 2, until: at(15) })
  })

  rule('attempts: keys differ by case and may hold anything', async ({ attempts }) => {
    for (const key of ['a', 'A', "it's %_\\", '__proto__', `login:${'é'.repeat(254)}`]) {
      assert.equal((await attempts.add(key, at(0), window)).count, 1, key)
    }
    assert.equal((await attempts.add('__proto__', at(0), window)).count, 2)
  })
}
