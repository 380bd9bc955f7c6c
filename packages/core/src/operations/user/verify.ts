import { attempt } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { email, secret } from '../../params/index.js'
import { sameText, tokenHash } from '../../platform/index.js'

/**
 * Verifies a user's address with the token that was mailed to it.
 *
 * @throws INVALID_EMAIL; INVALID_TOKEN when it is another one, and for addresses unknown or verified already;
 * TOO_MANY_REQUESTS.
 */
export const verify = operation({
  path: '/user/verify',
  permission: 'any',
  params: { email: email('INVALID_EMAIL'), token: secret('INVALID_TOKEN') },
  data: nothing,
  errors: ['INVALID_EMAIL', 'INVALID_TOKEN', 'TOO_MANY_REQUESTS'],
  async run(context, { email, token }) {
    const { storage } = context
    await attempt(context, 'verification', email, async () => {
      const user = await storage.users.byEmail(email)
      const expected = user?.verificationToken
      if (!user || !expected || !sameText(tokenHash(token), expected)) return fail('INVALID_TOKEN')
      return storage.users.update(user.id, { verificationToken: null })
    })
    return null
  },
})
