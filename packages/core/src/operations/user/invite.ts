import * as v from 'valibot'
import {
  checkCaptcha,
  customFieldValues,
  mailInvitation,
  setCustomFields,
} from '../../domain/accounts/index.js'
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
 * Creates an account for another person, and mails the link for setting its password. Also works while registration is
 * off.
 *
 * @throws INVALID_NAME, INVALID_EMAIL, INVALID_CAPTCHA; USER_EXISTS, also for an address known only from guests'
 *   tickets; ALREADY_BANNED; INVALID_CUSTOM_FIELD_OPTION
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
  locks: [{ name: 'bans', mode: 'share' }],
  data: v.object({ userId: v.number(), userEmail: v.string() }),
  errors: ['USER_EXISTS', 'ALREADY_BANNED'],
  async prepare(call, { captcha }) {
    await checkCaptcha(call, captcha)
  },
  async write(tx, { name, email, customfields }) {
    if (await tx.users.byEmail(email)) fail('USER_EXISTS')
    if (await tx.bans.has(email)) fail('ALREADY_BANNED')
    const values = await customFieldValues(tx, customfields)
    const row = {
      name,
      email,
      password: noPassword,
      signupDate: tx.now,
      verificationToken: null,
      notRegistered: false,
    }
    const userId = (await tx.users.insert(row)) ?? fail('USER_EXISTS')
    await setCustomFields(tx, userId, values)
    await mailInvitation(tx, { email, name, kind: 'user' })
    await tx.log('INVITE', name)
    tx.emit('user.created', { userId, email })
    return { userId, userEmail: email }
  },
})
