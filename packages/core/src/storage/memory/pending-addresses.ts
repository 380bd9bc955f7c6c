import type { PendingAddressStore } from '../index.js'
import { isSameAccount, type Sync, type Tables } from './tables.js'
import { address } from './text.js'

export const pendingAddressStore = ({ pendingAddresses, by }: Tables): Sync<PendingAddressStore> => ({
  byId: (id) => pendingAddresses.get(id),
  byEmail: (email) => by.pendingEmail(address(email)),
  insert: (pending) => pendingAddresses.insert({ ...pending, email: address(pending.email) }),
  renew: (id, tokenHash, expiresAt) => pendingAddresses.update(id, { tokenHash, expiresAt }),
  remove: (id) => pendingAddresses.remove(id),
  removeOf: (account) =>
    pendingAddresses.removeAll(pendingAddresses.filter((row) => isSameAccount(row.account, account))),
  removeExpired: (now) =>
    pendingAddresses.removeAll(pendingAddresses.filter(({ expiresAt }) => expiresAt <= now)),
})
