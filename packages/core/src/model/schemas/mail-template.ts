import * as v from 'valibot'
import type { MailTemplate } from '../mail-template.js'
import { schemaOf } from './schema-of.js'

export const mailTemplateSchema = schemaOf<MailTemplate>()(
  v.object({
    template: v.string(),
    subject: v.string(),
    language: v.string(),
    text1: v.nullable(v.string()),
    text2: v.nullable(v.string()),
    text3: v.nullable(v.string()),
  }),
)
