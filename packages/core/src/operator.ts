import { accountLock, type Call, transaction } from './call/index.js'
import { endSessions, isLastAdmin } from './domain/accounts/index.js'
import { fail } from './errors.js'
import { isPassword, lowerCase } from './params/index.js'
import type { RowLock, StoredStaff } from './storage/index.js'

/** Whose password `helpdesk.resetStaffPassword()` sets. */
export interface StaffPassword {
  /** The staff member's address. */
  readonly email: string
  /** 6 to 200 characters. */
  readonly password: string
}

export async function resetStaffPassword(
  call: Call,
  { email, password: plain }: StaffPassword,
): Promise<void> {
  const member = await memberOf(call, email)
  if (!isPassword(plain)) fail('INVALID_PASSWORD')
  const password = await call.passwords.hash(plain)
  await transaction(
    call,
    async (tx) => {
      if (!(await tx.staff.update(member.id, { password }))) fail('INVALID_STAFF')
      await tx.passwordTokens.removeOf(member.email, 'staff')
      await endSessions(tx, { kind: 'staff', id: member.id })
      tx.emit('staff.edited', { staffId: member.id, changed: ['password'] })
    },
    [accountLock({ kind: 'staff', id: member.id }, 'update')],
  )
}

export async function setStaffDisabled(call: Call, email: string, disabled: boolean): Promise<boolean> {
  const { id } = await memberOf(call, email)
  return setDisabled(call, id, disabled)
}

/**
 * Disables or enables a staff member.
 *
 * @returns whether that changed anything
 * @throws INVALID_STAFF; LAST_ADMIN if no other member of level 3 can sign in
 */
export function setDisabled(call: Call, id: number, disabled: boolean): Promise<boolean> {
  const admins: RowLock = { name: 'admins', mode: 'update' }
  return transaction(
    call,
    async (tx) => {
      const member = (await tx.staff.byId(id)) ?? fail('INVALID_STAFF')
      if (member.disabled === disabled) return false
      if (disabled && (await isLastAdmin(tx, member))) fail('LAST_ADMIN')
      await tx.staff.update(id, { disabled })
      if (disabled) {
        await tx.passwordTokens.removeOf(member.email, 'staff')
        await endSessions(tx, { kind: 'staff', id })
      }
      tx.emit('staff.edited', { staffId: id, changed: ['disabled'] })
      return true
    },
    [admins, accountLock({ kind: 'staff', id }, 'update')],
  )
}

async function memberOf({ staff }: Pick<Call, 'staff'>, email: string): Promise<StoredStaff> {
  return (await staff.byEmail(lowerCase(email))) ?? fail('INVALID_STAFF')
}
