import * as v from 'valibot'
import {
  checkCaptcha,
  countAttempt,
  customFieldValues,
  findApiKey,
  mailSignup,
  signUp,
  writeLogOf,
} from '../../domain/index.js'
import { fail } from '../../errors.js'
import { operation } from '../../operation.js'
import { customFields, email, name, optional, password, secret } from '../../params/index.js'
import { randomToken } from '../../platform/index.js'

/**
 * Makes an account for a user. Where a mailer is configured, the address has to be verified with the token that is
 * mailed to it; without one it counts as verified. An address that only guests' tickets know is taken over with its
 * tickets.
 *
 * @throws INVALID_NAME, INVALID_EMAIL, INVALID_PASSWORD; INVALID_CAPTCHA; USER_EXISTS; ALREADY_BANNED; NO_PERMISSION
 * while registration is off, unless the caller is staff of level 2 or an API key may create users;
 * INVALID_CUSTOM_FIELD_OPTION; TOO_MANY_REQUESTS after many of one address or from one.
 */
export const signup = operation({
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
  errors: [
    'INVALID_NAME',
    'INVALID_EMAIL',
    'INVALID_PASSWORD',
    'INVALID_CAPTCHA',
    'USER_EXISTS',
    'ALREADY_BANNED',
    'NO_PERMISSION',
    'INVALID_CUSTOM_FIELD_OPTION',
    'TOO_MANY_REQUESTS',
  ],
  async run(context, params) {
    const { actor, storage, passwords, random, mail, now } = context
    const apiKey = await findApiKey(context, params.apiKey)
    await checkCaptcha(context, params.captcha, {
      apiKey,
      right: 'canCreateUsers',
    })
    if (actor.kind !== 'staff' && !apiKey?.canCreateUsers) await countAttempt(context, 'signup', params.email)
    const existing = await storage.users.byEmail(params.email)
    if (existing && !existing.notRegistered) fail('USER_EXISTS')
    if (await storage.bans.has(params.email)) fail('ALREADY_BANNED')
    const mayAnyway = apiKey?.canCreateUsers || (actor.kind === 'staff' && actor.level >= 2)
    if (!(await context.settings()).registration && !mayAnyway) fail('NO_PERMISSION')
    const values = await customFieldValues(storage, params.customfields)

    const verificationToken = mail.configured(await context.settings()) ? randomToken(random) : null
    const hash = await passwords.hash(params.password)
    const id = await storage.transaction(async (tx) => {
      const person = {
        name: params.name,
        email: params.email,
        password: hash,
        verificationToken,
      }
      const id = (await signUp(tx, person, now)) ?? fail('USER_EXISTS')
      await tx.users.setCustomFieldValues(id, values)
      if (verificationToken) await mailSignup(context, tx, person, verificationToken)
      await writeLogOf(tx, now, { kind: 'user', id, name: params.name }, 'SIGNUP', null)
      return id
    })
    context.emit('user.created', { userId: id, email: params.email })
    return { userId: id, userEmail: params.email }
  },
})
