import { endSessions } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { email } from '../../params/index.js'
import { accountOf } from '../../session.js'

/**
 * Changes the caller's address, tells the old one, and signs the account out everywhere else. Open links to set a
 * password end.
 *
 * @throws INVALID_EMAIL, also when another user or any staff member has it.
 */
export const editEmail = operation({
  path: '/user/edit-email',
  permission: 'user',
  params: { newEmail: email('INVALID_EMAIL') },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_EMAIL'],
  async run(context, { newEmail }) {
    const { actor, storage, mail } = context
    const { id, email: to, name } = actor.account
    const { language } = await context.settings()
    const namesake = await storage.users.byEmail(newEmail)
    if (namesake && !(actor.kind === 'user' && namesake.id === id)) fail('INVALID_EMAIL')
    if (await storage.staff.byEmail(newEmail)) fail('INVALID_EMAIL')
    await storage.transaction(async (tx) => {
      const accounts = actor.kind === 'staff' ? tx.staff : tx.users
      if (!(await accounts.update(id, { email: newEmail }))) fail('INVALID_EMAIL')
      await tx.passwordTokens.removeOf(to, actor.kind)
      await endSessions(tx, accountOf(actor), actor.session?.tokenHash)
      await mail.queue(tx, {
        template: 'USER_EMAIL',
        to,
        language,
        variables: { to, newemail: newEmail, name },
      })
    })
    return null
  },
})
