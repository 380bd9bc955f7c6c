import type { AccountRef, IdentityStore, StoredIdentity } from '../index.js'
import { isSameAccount, type Sync, type Tables } from './tables.js'

const withoutId = (row: StoredIdentity | undefined): StoredIdentity | undefined =>
  row && { identityHash: row.identityHash, externalId: row.externalId, account: row.account }

export function identityStore({ identities, by }: Tables): Sync<IdentityStore> {
  const byHash = (identityHash: string) => by.identityHash(identityHash)[0]
  const byAccount = (account: AccountRef) =>
    by.identityAccount(account.id).find((each) => isSameAccount(each.account, account))
  return {
    byHash: (identityHash) => withoutId(byHash(identityHash)),
    byAccount: (account) => withoutId(byAccount(account)),
    insert(identity) {
      if (byHash(identity.identityHash) || byAccount(identity.account)) return false
      identities.insert(identity)
      return true
    },
    remove: (identityHash) => identities.removeAll(by.identityHash(identityHash)),
  }
}
