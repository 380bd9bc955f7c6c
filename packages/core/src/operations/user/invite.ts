import * as v from 'valibot'
import { transaction } from '../../call/index.js'
import { checkCaptcha, customFieldValues, mailInvitation, setCustomFields } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { operation } from '../../operation/index.js'
import type { CustomFieldsInput } from '../../params/index.js'
import { customFields, email, name, optional, secret } from '../../params/index.js'
import { noPassword } from '../../platform/index.js'

/** What `/user/invite` takes. */
export interface InviteUserParams {
  readonly name: string
  readonly email: string
  readonly captcha?: string | undefined
  readonly customfields?: CustomFieldsInput | undefined
}

/** What `/user/invite` answers. */
export interface InviteUserAnswer {
  readonly userId: number
  readonly userEmail: string
}

/**
 * Makes an account for somebody, and mails the link to set its password. Works while registration is off, too.
 *
 * @throws INVALID_NAME, INVALID_EMAIL, INVALID_CAPTCHA; USER_EXISTS, also for an address that only guests' tickets
 * know; ALREADY_BANNED; INVALID_CUSTOM_FIELD_OPTION.
 */
export const invite = operation<InviteUserParams, InviteUserAnswer>()({
  path: '/user/invite',
  permission: 'staff_1',
  params: {
    name: name('INVALID_NAME'),
    email: email('INVALID_EMAIL'),
    captcha: optional(secret('INVALID_CAPTCHA')),
    customfields: customFields(),
  },
  data: v.object({ userId: v.number(), userEmail: v.string() }),
  errors: ['USER_EXISTS', 'ALREADY_BANNED'],
  async steps(call, { name, email, captcha, customfields }) {
    const { now } = call
    await checkCaptcha(call, captcha)
    if (await call.users.byEmail(email)) fail('USER_EXISTS')
    if (await call.bans.has(email)) fail('ALREADY_BANNED')
    const values = await customFieldValues(call, customfields)
    const id = await transaction(call, async (tx) => {
      await tx.lock([{ name: 'bans', mode: 'share' }])
      if (await tx.bans.has(email)) fail('ALREADY_BANNED')
      const id = await tx.users.insert({
        ...{
          name,
          email,
          password: noPassword,
          signupDate: now,
          verificationToken: null,
          notRegistered: false,
        },
      })
      if (id === undefined) return fail('USER_EXISTS')
      await setCustomFields(tx, id, values)
      await mailInvitation(tx, { email, name, kind: 'user' })
      await tx.log('INVITE', name)
      return id
    })
    call.emit('user.created', { userId: id, email })
    return { userId: id, userEmail: email }
  },
})
