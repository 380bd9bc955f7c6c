/** Thrown for a mail that the helpdesk refuses. Staff see its message as the cause. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

/** Refuses the current mail. */
export function refuse(cause: string): never {
  throw new Refusal(cause)
}

/** Why an unauthenticated mail from the address of a staff member is refused. */
export const unvouchedStaff =
  'NO_PERMISSION: it claims to come from a staff member, but the receiving mail server does not vouch for that. ' +
  'Its Authentication-Results header must have dmarc=pass, or dkim=pass for the same domain, and the setting ' +
  'mail-authserv-id must have its name'
