import * as v from 'valibot'
import { lockUserOf, type Reader, writeLogOf } from '../../call/index.js'
import {
  askForProof,
  checkCaptcha,
  countAttempt,
  customFieldValues,
  findApiKey,
  mailRecovery,
  setCustomFields,
  signUp,
} from '../../domain/accounts/index.js'
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
 * Creates an account for a user. With a mailer, the address must be verified with a mailed token; without one it counts
 * as verified. An address known only from guests' tickets is taken over with its tickets; with a mailer, name, password
 * and fields take effect once the address is verified.
 *
 * With the option `neutralAnswers` and a mailer, the answer does not reveal that an address has an account: it has the
 * id 0, and the owner gets a mail with a link for setting the password.
 *
 * @throws INVALID_NAME, INVALID_EMAIL, INVALID_PASSWORD; INVALID_CAPTCHA; USER_EXISTS; ALREADY_BANNED; NO_PERMISSION
 *   while registration is off, unless the caller is staff of level 2 or sends an API key that may create users;
 *   INVALID_CUSTOM_FIELD_OPTION; TOO_MANY_REQUESTS after many sign-ups for one address or from one network
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
  locks: [
    { name: 'bans', mode: 'share' },
    { name: 'settings', mode: 'share' },
  ],
  data: v.object({ userId: v.number(), userEmail: v.string() }),
  errors: ['USER_EXISTS', 'ALREADY_BANNED', 'NO_PERMISSION', 'TOO_MANY_REQUESTS'],
  async prepare(call, params) {
    const { actor } = call
    const apiKey = await findApiKey(call, params.apiKey)
    await checkCaptcha(call, params.captcha, { apiKey, right: 'canCreateUsers' })
    if (actor.kind !== 'staff' && !apiKey?.canCreateUsers) await countAttempt(call, 'signup', params.email)
    const byKey = apiKey?.canCreateUsers ?? false
    await checkMaySignUp(call, params.email, byKey)
    await customFieldValues(call, params.customfields)
    return { byKey, password: await call.passwords.hash(params.password) }
  },
  async write(tx, { name, email, customfields }, { byKey, password }) {
    const isNeutral = await checkMaySignUp(tx, email, byKey)
    const needsProof = tx.canMail()
    const customFields = await customFieldValues(tx, customfields)
    const known = await lockUserOf(tx, email)
    if (known && !known.notRegistered) {
      if (!isNeutral) fail('USER_EXISTS')
      // The owner may have forgotten the account; everyone else gets the answer for a new one.
      mailRecovery(tx, { email, kind: 'user' })
      return { userId: 0, userEmail: email }
    }
    if (known && needsProof) {
      const account = { kind: 'user' as const, id: known.id }
      await askForProof(tx, { account, email, name, signUp: { name, password, customFields } })
      return { userId: isNeutral ? 0 : known.id, userEmail: email }
    }
    const id = (await signUp(tx, { name, email, password, needsProof })) ?? fail('USER_EXISTS')
    await setCustomFields(tx, id, customFields)
    await writeLogOf(tx, tx.now, { kind: 'user', id, name }, 'SIGNUP', null)
    tx.emit('user.created', { userId: id, email })
    return { userId: isNeutral ? 0 : id, userEmail: email }
  },
})

/**
 * Throws USER_EXISTS, ALREADY_BANNED or NO_PERMISSION unless this person may sign up with the address. The answer is
 * exact for callers who may create users, and for everyone if accounts need no verification.
 *
 * @returns whether the answer must not reveal if the address has an account
 */
async function checkMaySignUp(reader: Reader, email: string, byKey: boolean): Promise<boolean> {
  const { actor, settings } = reader
  const mayAnyway = byKey || (actor.kind === 'staff' && actor.level >= 2)
  const isNeutral = reader.neutralAnswers && reader.canMail() && !mayAnyway
  const existing = await reader.users.byEmail(email)
  if (existing && !existing.notRegistered && !isNeutral) fail('USER_EXISTS')
  if (await reader.bans.has(email)) fail('ALREADY_BANNED')
  if (!settings.registration && !mayAnyway) fail('NO_PERMISSION')
  return isNeutral
}
