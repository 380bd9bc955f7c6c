import * as v from 'valibot'

export const csvImportSchema = v.object({
  id: v.number(),
  state: v.picklist(['running', 'done', 'interrupted']),
  total: v.number(),
  done: v.number(),
  refused: v.number(),
  firstRefused: v.array(v.string()),
  startedAt: v.date(),
  updatedAt: v.date(),
})
