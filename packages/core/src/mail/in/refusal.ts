import type { UntakenReason } from '../../storage/index.js'

/** Thrown for a mail that the helpdesk refuses. Staff see its message as the cause. */
export class Refusal extends Error {
  override readonly name = 'Refusal'

  constructor(
    readonly reason: UntakenReason,
    cause: string,
  ) {
    super(cause)
  }
}

/** Refuses the current mail. */
export function refuse(reason: UntakenReason, cause: string): never {
  throw new Refusal(reason, cause)
}

/** Refuses an unauthenticated mail from the address of a staff member. */
export function refuseUnvouched(): never {
  return refuse(
    'unvouched',
    'it claims to come from a staff member, but the receiving mail server does not vouch for that. Its ' +
      'Authentication-Results header must have dmarc=pass, or dkim=pass for the same domain, and the setting ' +
      'mail-authserv-id must have its name',
  )
}
