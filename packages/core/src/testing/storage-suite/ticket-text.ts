import assert from 'node:assert/strict'
import { makeDesk } from './makers.js'
import type { Rule } from './rule.js'

export function ticketTextRules(rule: Rule): void {
  rule('ticket text: found in number, title, content and any comment, once each', async (storage) => {
    const { stan, ticket, event, ids } = await makeDesk(storage)
    const byNumber = await ticket({ ticketNumber: 734_561 })
    const byTitle = await ticket({ title: 'Order 4561' })
    const byContent = await ticket({ content: '<p>4561</p>' })
    const byComments = await ticket()
    await event(byComments, { content: 'it is 4561' })
    await event(byComments, { content: '4561, I said', private: true, author: stan })
    await ticket()
    assert.deepEqual(await ids({ text: '4561' }), [byNumber, byTitle, byContent, byComments])
    assert.deepEqual(await ids({ text: '734561' }), [byNumber])
    assert.deepEqual(await ids({ text: '45619' }), [])
  })

  rule(
    'ticket text: private comments count, events of other types, tags and people do not',
    async (storage) => {
      const { ticket, event, ids } = await makeDesk(storage)
      const id = await ticket({
        file: 'zebra.txt',
        authorName: 'zebra',
        authorEmail: 'zebra@customer.example',
      })
      await event(id, { type: 'ASSIGN', content: 'zebra', private: null })
      await event(id, { type: 'DEPARTMENT_CHANGED', content: 'zebra', private: null })
      assert.deepEqual(await ids({ text: 'zebra' }), [])
      await event(id, { content: 'a zebra', private: true })
      assert.deepEqual(await ids({ text: 'zebra' }), [id])
    },
  )

  rule('ticket text: found in some tickets, as in all', async (storage) => {
    const { ticket, event, ids } = await makeDesk(storage)
    const numbers = [900_101, 900_102, 900_103, 900_142, 900_104, 900_105]
    const [inContent, inTitle, inComment, inNumber, ofOthers] = [
      await ticket({ ticketNumber: 900_101, content: 'room 42' }),
      await ticket({ ticketNumber: 900_102, title: 'Room 42', content: '42' }),
      await ticket({ ticketNumber: 900_103 }),
      await ticket({ ticketNumber: 900_142, title: '42' }),
      await ticket({ ticketNumber: 900_242, title: 'Room 42' }),
    ]
    await event(inComment, { content: 'see 42', private: true })
    await event(await ticket({ ticketNumber: 900_104 }), { type: 'ASSIGN', content: '42', private: null })
    const start = await ticket({ ticketNumber: 900_105, title: '42 rooms' })
    const ranked = [inNumber, start, inTitle, inContent, inComment]
    assert.deepEqual(await ids({ text: '42', numbers }, [{ by: 'rank' }]), ranked)
    assert.deepEqual(await ids({ text: '42', numbers, closed: true }, [{ by: 'rank' }]), [])
    assert.deepEqual(await ids({ text: '42', numbers: [] }), [])
    assert.deepEqual(await ids({ text: '42', numbers: [900_242, 900_101] }), [inContent, ofOthers])
    const byTitle = { titleContains: 'oom', numbers }
    assert.deepEqual(await ids(byTitle), [inTitle, start])
    assert.deepEqual(await ids({ ...byTitle, text: '42' }), [inTitle, start])
    assert.deepEqual(await ids({ ...byTitle, titleContains: '42' }, [{ by: 'titlePrefix' }]), [
      inNumber,
      start,
      inTitle,
    ])
    assert.deepEqual(await ids({ ...byTitle, titleContains: 'screen' }), [])
  })

  rule('ticket text: without case', async (storage) => {
    const { ticket, event, ids } = await makeDesk(storage)
    const title = await ticket({ title: 'PRINTER' })
    const content = await ticket({ content: 'Printer' })
    const comment = await ticket()
    await event(comment, { content: 'pRiNtEr' })
    assert.deepEqual(await ids({ text: 'Printer' }), [title, content, comment])
    assert.deepEqual(await ids({ titleContains: 'rint' }), [title])
    assert.deepEqual(await ids({ titleContains: 'RINT' }), [title])
  })

  rule('ticket text: without case in every script', async (storage) => {
    const { ticket, event, ids } = await makeDesk(storage)
    const german = await ticket({ title: 'ÄRGER mit dem Drucker' })
    const russian = await ticket({ content: 'Не работает ПРИНТЕР' })
    const greek = await ticket()
    await event(greek, { content: 'Ο ΕΚΤΥΠΩΤΗΣ' })
    assert.deepEqual(await ids({ text: 'ärger' }), [german])
    assert.deepEqual(await ids({ titleContains: 'ärger' }), [german])
    assert.deepEqual(await ids({ text: 'принтер' }), [russian])
    assert.deepEqual(await ids({ text: 'εκτυπωτ' }), [greek])
  })

  rule('ticket text: without accents, whatever has them', async (storage) => {
    const { ticket, event, ids } = await makeDesk(storage)
    const accents = await ticket({ title: 'Crème brûlée' })
    const plain = await ticket({ content: 'creme brulee' })
    const comment = await ticket()
    await event(comment, { content: 'More CRÈME BRÛLÉE' })
    for (const text of ['creme brulee', 'CRÈME BRÛLÉE', 'réme b'])
      assert.deepEqual(await ids({ text }), [accents, plain, comment])
    assert.deepEqual(await ids({ titleContains: 'BRULEE' }), [accents])
  })

  rule(
    'ticket text: composed or not, with the final sigma or not, and nothing that only looks alike',
    async (storage) => {
      const { ticket, event, ids } = await makeDesk(storage)
      const etude = await ticket({ title: 'e\u0301tude decomposed' })
      const cafe = await ticket({ content: '<p>na\u00efve caf\u00e9</p>' })
      const street = await ticket({ title: 'ΟΔΟΣ Σίσυφος' })
      const korean = await ticket({ title: '한국어 프린터'.normalize('NFD') })
      const japanese = await ticket({ content: 'プリンター故障' })
      const smile = await ticket()
      await event(smile, { content: 'All is well 😀' })
      const printer = await ticket({ title: 'Print 🖨️ it' })
      const german = await ticket({ title: 'Straße, İstanbul' })
      const russian = await ticket({ content: 'Ёлка и йод' })
      for (const [text, found] of [
        ...(['étude', 'etude', 'E\u0301TUDE', 'étude d'] as const).map((each) => [each, [etude]] as const),
        ...(['cafe\u0301', 'CAFE', 'café', 'naive c'] as const).map((each) => [each, [cafe]] as const),
        ...(['οδος', 'οδοσ', 'ΟΔΟΣ σισ', 'ΣΊΣΥΦΟΣ'] as const).map((each) => [each, [street]] as const),
        ['한국어', [korean]] as const,
        ['프린', [korean]] as const,
        ['プリンター', [japanese]] as const,
        ['フリンター', []] as const,
        ['ぷりんたー', []] as const,
        ['well 😀', [smile]] as const,
        ['😀', [smile]] as const,
        ['😡', []] as const,
        ['🖨', [printer]] as const,
        ['🖨️', [printer]] as const,
        ['t 🖨 i', [printer]] as const,
        ['strasse', []] as const,
        ['STRAße', [german]] as const,
        ['istanbul', [german]] as const,
        ['ЁЛКА И ЙОД', [russian]] as const,
        ['елка', [russian]] as const,
      ] as const) {
        assert.deepEqual(await ids({ text }), found, JSON.stringify(text))
        const inTitle = [etude, street, korean, printer, german]
        const titled = found.filter((id) => inTitle.includes(id))
        assert.deepEqual(await ids({ titleContains: text }), titled, `title ${JSON.stringify(text)}`)
      }
    },
  )

  rule('ticket text: characters that a database takes for wildcards mean themselves', async (storage) => {
    const { ticket, event, ids } = await makeDesk(storage)
    const titles = [
      '100% sure',
      'a_b',
      'back\\slash',
      'a|b',
      "it's",
      'say "hi"',
      '[abc]',
      'star*',
      'plain',
      'a b',
    ]
    const made = new Map<string, number>()
    for (const title of titles) made.set(title, await ticket({ title }))
    const comment = await ticket({ title: 'other', content: 'c:\\temp\\50%_off' })
    await event(comment, { content: '\\%' })
    for (const [text, title] of [
      ['0% s', '100% sure'],
      ['a_b', 'a_b'],
      ['a|b', 'a|b'],
      ['k\\s', 'back\\slash'],
      ["t's", "it's"],
      ['"hi"', 'say "hi"'],
      ['[abc]', '[abc]'],
      ['star*', 'star*'],
    ] as const) {
      assert.deepEqual(await ids({ titleContains: text }), [made.get(title)], text)
      assert.deepEqual(await ids({ text }), [made.get(title)], text)
    }
    assert.deepEqual(await ids({ titleContains: '%' }), [made.get('100% sure')])
    assert.deepEqual(await ids({ titleContains: '_' }), [made.get('a_b')])
    assert.deepEqual(await ids({ titleContains: '\\' }), [made.get('back\\slash')])
    assert.deepEqual(await ids({ text: '\\temp\\50%_' }), [comment])
    assert.deepEqual(await ids({ text: '\\%' }), [comment])
  })

  rule('ticket text: wildcards mean themselves in the order, too', async (storage) => {
    const { ticket, ids } = await makeDesk(storage)
    const inside = await ticket({ title: 'now 50%' })
    const start = await ticket({ title: '% of what' })
    assert.deepEqual(await ids({ titleContains: '%' }, [{ by: 'titlePrefix' }]), [start, inside])
    assert.deepEqual(await ids({ text: '%' }, [{ by: 'rank' }]), [start, inside])
  })

  rule('ticket text: one or two characters are enough', async (storage) => {
    const { ticket, ids } = await makeDesk(storage)
    const id = await ticket({ title: 'xy', content: 'z' })
    assert.deepEqual(await ids({ text: 'x' }), [id])
    assert.deepEqual(await ids({ text: 'xy' }), [id])
    assert.deepEqual(await ids({ titleContains: 'y' }), [id])
  })

  rule('ticket text: after an edit finds the new text, and not the old one', async (storage) => {
    const { ticket, event, ids } = await makeDesk(storage)
    const id = await ticket({ title: 'alpha', content: 'beta' })
    const comment = await event(id, { content: 'gamma' })
    await storage.tickets.update(id, { title: 'delta', content: 'epsilon' })
    await storage.tickets.editEvent(comment, 'digamma two')
    for (const text of ['alpha', 'beta']) assert.deepEqual(await ids({ text }), [], text)
    for (const text of ['delta', 'epsilon', 'digamma']) assert.deepEqual(await ids({ text }), [id], text)
    await storage.tickets.remove(id)
    for (const text of ['delta', 'epsilon', 'digamma']) assert.deepEqual(await ids({ text }), [], text)
  })
}
