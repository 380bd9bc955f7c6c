import * as v from 'valibot'
import { userView } from '../../domain/accounts/index.js'
import type { CustomFieldValue, User } from '../../model/index.js'
import { column, customFieldValueSchema, userSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { user } from '../../params/index.js'

/** What `/user/get-user` takes. */
export interface GetUserParams {
  readonly userId: number
}

/** What `/user/get-user` answers. */
export interface UserDetails {
  readonly name: string
  readonly email: string
  readonly signupDate: Date
  readonly verified: boolean
  readonly disabled: boolean
  readonly customfields: CustomFieldValue[]
  readonly userList: User[]
}

/**
 * Returns a user with the values of the custom fields, and the users that this one supervises.
 *
 * @throws INVALID_USER
 */
export const getUser = operation<GetUserParams, UserDetails>()({
  path: '/user/get-user',
  permission: 'staff_1',
  params: { user: user('userId', 'INVALID_USER') },
  data: v.object({
    name: v.string(),
    email: v.string(),
    signupDate: column.date(),
    verified: v.boolean(),
    disabled: v.boolean(),
    customfields: v.array(customFieldValueSchema),
    userList: v.array(userSchema),
  }),
  async read(call, { user: { id, name, email, signupDate, verificationToken, disabled } }) {
    return {
      name,
      email,
      signupDate,
      verified: verificationToken === null,
      disabled: disabled ?? false,
      customfields: await call.users.customFieldValues(id),
      userList: (await call.users.supervised(id)).map(userView),
    }
  },
})
