/** Ends the taking of a mail that the helpdesk does not take; its message is the cause that staff see. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

/** Refuses the mail at hand. */
export function refuse(cause: string): never {
  throw new Refusal(cause)
}

/** Why a mail that claims to come from staff is not taken. */
export const unvouchedStaff =
  'NO_PERMISSION: it claims to come from a staff member, and the receiving mail server does not vouch for that: ' +
  'dmarc=pass, or dkim=pass of the same domain, has to stand in its Authentication-Results, and its name in the ' +
  'setting mail-authserv-id'
