import assert from 'node:assert/strict'
import { found, makeDesk, makeStaff, makeUser } from './makers.js'
import type { Rule } from './rule.js'

const hostile = [
  '🎉👩‍👩‍👧 نص עברית',
  `'; DROP TABLE ticket; -- "double" \`back\``,
  '__proto__',
  'constructor',
  '%_\\ $1 :name ? {{x}}',
  ' blanks around ',
  'line\nbreak\r\n\ttab',
  'null',
  '0',
  '<script>alert(1)</script>&amp;',
]

export function textRules(rule: Rule): void {
  rule('text: any is returned as stored, in tickets and events', async (storage) => {
    const { ticket, event, ids } = await makeDesk(storage)
    for (const [n, text] of hostile.entries()) {
      const ticketNumber = 200_000 + n
      const head = { title: text, content: text, file: text, authorName: text }
      const id = await ticket({ ticketNumber, ...head })
      const comment = await event(id, { content: text, file: text })
      const stored = found(await storage.tickets.detailsByNumber(ticketNumber))
      const { title, content, file, authorName } = stored
      assert.deepEqual({ title, content, file, authorName }, head)
      assert.deepEqual([stored.events[0]?.content, stored.events[0]?.file], [text, text])
      await storage.tickets.editEvent(comment, `${text}!`)
      assert.equal((await storage.tickets.eventById(comment))?.content, `${text}!`)
      assert.ok((await ids({ text })).includes(id), text)
      assert.ok((await ids({ titleContains: text })).includes(id), text)
    }
  })

  rule('text: any is returned as stored, in names', async (storage) => {
    for (const [n, text] of hostile.entries()) {
      const user = await makeUser(storage, text, { email: `u${n}@customer.example` })
      const staff = await makeStaff(storage, text, { email: `s${n}@helpdesk.example` })
      const department = await storage.departments.insert({ name: text, private: false })
      const tag = found(await storage.tags.insert({ name: text, color: '#fff' }))
      const field = { name: text, description: text, type: 'select', options: [text, `${text}2`] } as const
      const fieldId = found(await storage.customFields.insert(field))
      await storage.users.setCustomFieldValues(user, [{ fieldId, value: text, optionId: null }])
      await storage.settings.set({ [`setting-${n}`]: text })
      assert.equal((await storage.users.byId(user))?.name, text)
      assert.equal((await storage.staff.byId(staff))?.name, text)
      assert.equal((await storage.departments.byName(text))?.id, department)
      assert.equal((await storage.tags.byId(tag))?.name, text)
      const stored = (await storage.customFields.all()).find(({ id }) => id === fieldId)
      assert.deepEqual(
        [stored?.name, stored?.description, stored?.options.map((option) => option.name)],
        [text, text, [text, `${text}2`]],
      )
      const [value] = await storage.users.customFieldValues(user)
      assert.deepEqual([value?.customfield, value?.value], [text, text])
      assert.equal((await storage.settings.all())[`setting-${n}`], text)
    }
  })

  rule('text: content may have 65,000 characters', async (storage) => {
    const { ticket, event, ids } = await makeDesk(storage)
    const content = `${'x'.repeat(64_990)}the needle`
    const id = await ticket({ ticketNumber: 5, content })
    await event(id, { content })
    const stored = found(await storage.tickets.detailsByNumber(5))
    assert.ok(stored.content === content)
    assert.ok(stored.events[0]?.content === content)
    assert.deepEqual(await ids({ text: 'the needle' }), [id])
  })

  rule(
    'text: a title may have 200 characters of any kind, a custom response as many as content',
    async (storage) => {
      const { ticket } = await makeDesk(storage)
      const title = '語'.repeat(200)
      await ticket({ ticketNumber: 5, title })
      assert.equal((await storage.tickets.byNumber(5))?.title, title)
      const response = { name: '語'.repeat(200), language: 'cn', content: '語'.repeat(20_000) }
      const id = await storage.customResponses.insert(response)
      assert.deepEqual(await storage.customResponses.byId(id), { id, ...response })
    },
  )
}
