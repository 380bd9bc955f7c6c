import {
  type Actor,
  accountLock,
  type Call,
  type HostStaff,
  type HostUser,
  RowsMoved,
  type StaffActor,
  staffActorOf,
  type Tx,
  transaction,
  userActorOf,
} from '../../call/index.js'
import { fail } from '../../errors.js'
import { noPassword, tokenHash } from '../../platform/index.js'
import type {
  AccountKind,
  AccountRef,
  RowLock,
  StoredStaff,
  StoredUser,
  Stores,
} from '../../storage/index.js'
import { claimed } from './guest-accounts.js'
import { addressLocks } from './pending-addresses.js'
import { setStaffDepartments } from './staff-departments.js'

const identityHash = (kind: AccountKind, externalId: string) => tokenHash(`${kind} ${externalId}`)

/** Returns the account that is linked to a user's id at the host. */
export async function linkedUser(
  { identities, users }: Pick<Stores, 'identities' | 'users'>,
  externalId: string,
): Promise<StoredUser | undefined> {
  const identity = await identities.byHash(identityHash('user', externalId))
  return identity && users.byId(identity.account.id)
}

/** Returns the account that is linked to a staff member's id at the host. */
export async function linkedStaff(
  { identities, staff }: Pick<Stores, 'identities' | 'staff'>,
  externalId: string,
): Promise<StoredStaff | undefined> {
  const identity = await identities.byHash(identityHash('staff', externalId))
  return identity && staff.byId(identity.account.id)
}

const differs = <T>(given: T | undefined, stored: T) => given !== undefined && given !== stored

/**
 * Returns the actor for a user of the host. Creates and links the account at first use; later it takes on the host's
 * name and address, in a transaction that only runs if they differ.
 *
 * @throws UNKNOWN_IDENTITY, IDENTITY_NOT_LINKED, IDENTITY_CONFLICT
 */
export async function userActorFor(call: Call, person: HostUser): Promise<Actor> {
  const known = await linkedUser(call, person.id)
  const isCurrent =
    known && (known.disabled || !(differs(person.name, known.name) || differs(person.email, known.email)))
  return userActorOf(
    isCurrent ? known : await transaction(call, (tx) => settleUser(tx, person), addressLocks),
  )
}

async function settleUser(tx: Tx, person: HostUser): Promise<StoredUser> {
  const { name, email } = person
  const known = await linkedUser(tx, person.id)
  if (known) return updatedUser(tx, known.id, person)
  if (name === undefined || email === undefined) return fail('UNKNOWN_IDENTITY')
  const existing = await tx.users.byEmail(email)
  if (existing) {
    const account = { kind: 'user' as const, id: existing.id }
    await checkMayLink(tx, account, person)
    await tx.lock([accountLock(account, 'update')])
    await adoptUser(tx, (await tx.users.byId(existing.id)) ?? gone(), email, name)
    await link(tx, account, person.id)
    return updatedUser(tx, existing.id, person)
  }
  const id = await tx.users.insert({
    email,
    name,
    password: noPassword,
    signupDate: tx.now,
    verificationToken: null,
    notRegistered: false,
  })
  // Somebody has signed up with the address since it was looked up.
  if (id === undefined) return gone()
  await link(tx, { kind: 'user', id }, person.id)
  tx.emit('user.created', { userId: id, email })
  return (await tx.users.byId(id)) ?? gone()
}

/** Hands an account that was found by its address to the person whose address the host has verified. */
async function adoptUser(tx: Tx, user: StoredUser, email: string, name: string): Promise<void> {
  if (user.email !== email) gone()
  if (user.verificationToken !== null) await claimed(tx, user, name)
  if (user.notRegistered) await tx.users.update(user.id, { notRegistered: false })
  await tx.pendingAddresses.removeOf({ kind: 'user', id: user.id })
}

/** Writes what the host says of a user, where it differs. */
async function updatedUser(tx: Tx, id: number, { name, email }: HostUser): Promise<StoredUser> {
  const account = { kind: 'user' as const, id }
  await tx.lock([accountLock(account, 'update')])
  const user = (await tx.users.byId(id)) ?? gone()
  const after = { name: name ?? user.name, email: email ?? user.email }
  const changed = (['name', 'email'] as const).filter((field) => after[field] !== user[field])
  if (changed.length === 0) return user
  if (!(await tx.users.update(id, after))) fail('IDENTITY_CONFLICT')
  if (changed.includes('email')) await forgetAddress(tx, account, user.email)
  tx.emit('user.edited', { userId: id, changed })
  return (await tx.users.byId(id)) ?? gone()
}

/**
 * Returns the actor for a staff member of the host. Creates and links the member at first use; later the member takes
 * on what the host says, in a transaction that only runs if it differs.
 *
 * @throws UNKNOWN_IDENTITY, IDENTITY_NOT_LINKED, IDENTITY_CONFLICT, INVALID_DEPARTMENT
 */
export async function staffActorFor(call: Call, person: HostStaff): Promise<Actor> {
  const known = await linkedStaff(call, person.id)
  const actor = known && staffActorOf(known, await call.staff.departmentIds(known.id))
  if (actor && (actor.kind !== 'staff' || !(await staffDiffers(call, actor, person)))) return actor
  const locks: RowLock[] = [
    ...addressLocks,
    { name: 'admins', mode: 'update' },
    { name: 'members', mode: 'update' },
    ...(person.departments ?? []).map((id): RowLock => ({ table: 'departments', id, mode: 'share' })),
  ]
  const account = await transaction(call, (tx) => settleStaff(tx, person), locks)
  return staffActorOf(account, await call.staff.departmentIds(account.id))
}

async function staffDiffers(
  stores: Pick<Stores, 'staff'>,
  { account, departmentIds }: StaffActor,
  person: HostStaff,
): Promise<boolean> {
  const { name, email, departments } = person
  if (differs(name, account.name) || differs(email, account.email)) return true
  if (departments && !isSameSet(departments, departmentIds)) return true
  return differs(await levelOf(stores, account, person), account.level)
}

function isSameSet(one: readonly number[], other: readonly number[]): boolean {
  const set = new Set(one)
  return set.size === other.length && other.every((each) => set.has(each))
}

/** Returns the level that the member gets: the host's, except that the last member of level 3 stays. */
async function levelOf(
  { staff }: Pick<Stores, 'staff'>,
  member: StoredStaff,
  { level }: HostStaff,
): Promise<1 | 2 | 3> {
  if (level === undefined || member.level !== 3 || level === 3) return level ?? member.level
  return (await staff.countLevel3()) > 1 ? level : 3
}

async function settleStaff(tx: Tx, person: HostStaff): Promise<StoredStaff> {
  const { name, email, level = 1, departments = [] } = person
  const known = await linkedStaff(tx, person.id)
  if (known) return updatedStaff(tx, known.id, person)
  if (name === undefined || email === undefined) return fail('UNKNOWN_IDENTITY')
  const existing = await tx.staff.byEmail(email)
  if (existing) {
    const account = { kind: 'staff' as const, id: existing.id }
    await checkMayLink(tx, account, person)
    await link(tx, account, person.id)
    return updatedStaff(tx, existing.id, person)
  }
  await checkDepartments(tx, departments)
  const id = await tx.staff.insert({
    name,
    email,
    level,
    password: noPassword,
    sendEmailOnNewTicket: false,
    profilePic: null,
  })
  if (id === undefined) return gone()
  await tx.staff.setDepartments(id, departments)
  await link(tx, { kind: 'staff', id }, person.id)
  tx.emit('staff.created', { staffId: id })
  return (await tx.staff.byId(id)) ?? gone()
}

/** Writes what the host says of a staff member, where it differs. */
async function updatedStaff(tx: Tx, id: number, person: HostStaff): Promise<StoredStaff> {
  const account = { kind: 'staff' as const, id }
  await tx.lock([accountLock(account, 'update')])
  const member = (await tx.staff.byId(id)) ?? gone()
  // Nobody vouches for a member whom the helpdesk has disabled.
  if (member.disabled) return member
  const level = await levelOf(tx, member, person)
  const after = { name: person.name ?? member.name, email: person.email ?? member.email, level }
  const changed = (['name', 'email', 'level'] as const).filter((field) => after[field] !== member[field])
  if (changed.length > 0 && !(await tx.staff.update(id, after))) fail('IDENTITY_CONFLICT')
  if (after.email !== member.email) await forgetAddress(tx, account, member.email)
  const { departments } = person
  if (departments) await checkDepartments(tx, departments)
  const moved = departments !== undefined && (await setStaffDepartments(tx, id, departments))
  if (moved || changed.length > 0)
    tx.emit('staff.edited', { staffId: id, changed: moved ? [...changed, 'departments'] : changed })
  return (await tx.staff.byId(id)) ?? gone()
}

async function checkDepartments(tx: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  const existing = new Set((await tx.departments.all()).map(({ id }) => id))
  if (!ids.every((id) => existing.has(id))) fail('INVALID_DEPARTMENT')
}

/**
 * @throws IDENTITY_CONFLICT when the account is another person's; IDENTITY_NOT_LINKED unless the host has verified the
 *   address
 */
async function checkMayLink(
  { identities }: Pick<Stores, 'identities'>,
  account: AccountRef,
  { linkByEmail }: HostUser | HostStaff,
): Promise<void> {
  if (await identities.byAccount(account)) fail('IDENTITY_CONFLICT')
  if (!linkByEmail) fail('IDENTITY_NOT_LINKED')
}

async function link(tx: Tx, account: AccountRef, externalId: string): Promise<void> {
  const hash = identityHash(account.kind, externalId)
  // Its account is gone: an older version of the helpdesk, which does not know of identities, has deleted it.
  await tx.identities.remove(hash)
  if (!(await tx.identities.insert({ identityHash: hash, externalId, account }))) gone()
}

/** Makes links in mails to the old address useless. The host's own sessions go on. */
async function forgetAddress(tx: Tx, account: AccountRef, email: string): Promise<void> {
  await tx.pendingAddresses.removeOf(account)
  await tx.passwordTokens.removeOf(email, account.kind)
}

/** Retries the transaction, since another one changed the account in the meantime. */
function gone(): never {
  throw new RowsMoved('an account was deleted, or its address was taken')
}
