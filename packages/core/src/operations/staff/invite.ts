import * as v from 'valibot'
import { mailInvitation, noPassword, writeLog } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { operation } from '../../operation.js'
import { email, existingDepartments, level, name, optional, secret } from '../../params/index.js'

/**
 * Makes a staff member, and mails the link to set the password.
 *
 * @throws INVALID_NAME, INVALID_EMAIL, INVALID_LEVEL; INVALID_DEPARTMENT unless all of them exist; ALREADY_A_STAFF
 */
export const invite = operation({
  path: '/staff/invite',
  permission: 'staff_3',
  params: {
    name: name('INVALID_NAME'),
    email: email('INVALID_EMAIL'),
    level: level('INVALID_LEVEL'),
    /** Ids; may be none. */
    departments: existingDepartments('INVALID_DEPARTMENT'),
    /** Pictures come with `staff.edit`: only an empty text is kept. */
    profilePic: optional(secret('INVALID_FILE')),
  },
  data: v.object({ id: v.number() }),
  errors: [
    'NO_PERMISSION',
    'INVALID_NAME',
    'INVALID_EMAIL',
    'INVALID_LEVEL',
    'INVALID_DEPARTMENT',
    'INVALID_FILE',
    'ALREADY_A_STAFF',
  ],
  async run(context, { name, email, level, departments, profilePic }) {
    const { storage } = context
    return storage.transaction(async (tx) => {
      const id = await tx.staff.insert({
        ...{ name, email, level, password: noPassword, sendEmailOnNewTicket: false },
        profilePic: profilePic === '' ? '' : null,
      })
      if (id === undefined) return fail('ALREADY_A_STAFF')
      await tx.staff.setDepartments(id, departments)
      await mailInvitation(context, tx, { email, name, kind: 'staff' })
      await writeLog(tx, context, 'INVITE', name)
      return { id }
    })
  },
})
