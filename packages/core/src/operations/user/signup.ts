import * as v from 'valibot'
import { lockUserOf, transaction, writeLogOf } from '../../call/index.js'
import {
  askForProof,
  checkCaptcha,
  countAttempt,
  customFieldValues,
  findApiKey,
  mailRecovery,
  setCustomFields,
  signUp,
} from '../../domain/index.js'
import { fail } from '../../errors.js'
import { operation } from '../../operation/index.js'
import type { CustomFieldsInput } from '../../params/index.js'
import { customFields, email, name, optional, password, secret } from '../../params/index.js'

/** What `/user/signup` takes. */
export interface SignupParams {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly captcha?: string | undefined
  readonly apiKey?: string | undefined
  readonly customfields?: CustomFieldsInput | undefined
}

/** What `/user/signup` answers. */
export interface SignupAnswer {
  readonly userId: number
  readonly userEmail: string
}

/**
 * Makes an account for a user. Where a mailer is configured, the address has to be verified with the token that is
 * mailed to it; without one it counts as verified. An address that only guests' tickets know is taken over with its
 * tickets; with a mailer, name, password and fields take effect with the proof. A helpdesk that was made with
 * `neutralAnswers` and has a mailer answers the same for an address that has an account, with the id 0, and mails its
 * owner the link to set a password.
 *
 * @throws INVALID_NAME, INVALID_EMAIL, INVALID_PASSWORD; INVALID_CAPTCHA; USER_EXISTS; ALREADY_BANNED; NO_PERMISSION
 * while registration is off, unless the caller is staff of level 2 or an API key may create users;
 * INVALID_CUSTOM_FIELD_OPTION; TOO_MANY_REQUESTS after many of one address or from one.
 */
export const signup = operation<SignupParams, SignupAnswer>()({
  path: '/user/signup',
  permission: 'any',
  params: {
    name: name('INVALID_NAME'),
    email: email('INVALID_EMAIL'),
    password: password('INVALID_PASSWORD'),
    captcha: optional(secret('INVALID_CAPTCHA')),
    apiKey: optional(secret('INVALID_CAPTCHA')),
    customfields: customFields(),
  },
  data: v.object({ userId: v.number(), userEmail: v.string() }),
  errors: ['USER_EXISTS', 'ALREADY_BANNED', 'NO_PERMISSION', 'TOO_MANY_REQUESTS'],
  async steps(call, params) {
    const { actor, passwords, now } = call
    const apiKey = await findApiKey(call, params.apiKey)
    await checkCaptcha(call, params.captcha, {
      apiKey,
      right: 'canCreateUsers',
    })
    if (actor.kind !== 'staff' && !apiKey?.canCreateUsers) await countAttempt(call, 'signup', params.email)
    const settings = call.settings
    const needsProof = call.canMail()
    const mayAnyway = apiKey?.canCreateUsers || (actor.kind === 'staff' && actor.level >= 2)
    // Whoever may make users anyway is told the truth, and so is everybody where an account is open at once.
    const isNeutral = call.neutralAnswers && needsProof && !mayAnyway
    const existing = await call.users.byEmail(params.email)
    if (existing && !existing.notRegistered && !isNeutral) fail('USER_EXISTS')
    if (await call.bans.has(params.email)) fail('ALREADY_BANNED')
    if (!settings.registration && !mayAnyway) fail('NO_PERMISSION')
    const customFields = await customFieldValues(call, params.customfields)
    const { name, email } = params
    const password = await passwords.hash(params.password)
    const { id, isNew } = await transaction(call, async (tx) => {
      await tx.lock([{ name: 'bans', mode: 'share' }])
      if (await tx.bans.has(email)) fail('ALREADY_BANNED')
      const known = await lockUserOf(tx, email)
      if (known && !known.notRegistered) {
        if (!isNeutral) return fail('USER_EXISTS')
        // The owner may have forgotten the account; everybody else sees what a new one shows.
        await mailRecovery(tx, { email, kind: 'user' })
        return { id: known.id, isNew: false }
      }
      if (known && needsProof) {
        const account = { kind: 'user', id: known.id } as const
        await askForProof(tx, { account, email, name, signUp: { name, password, customFields } })
        return { id: known.id, isNew: false }
      }
      const id = (await signUp(tx, { name, email, password, needsProof })) ?? fail('USER_EXISTS')
      await setCustomFields(tx, id, customFields)
      await writeLogOf(tx, now, { kind: 'user', id, name }, 'SIGNUP', null)
      return { id, isNew: true }
    })
    if (isNew) call.emit('user.created', { userId: id, email })
    return { userId: isNeutral ? 0 : id, userEmail: email }
  },
})
