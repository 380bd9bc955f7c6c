/** The address that a new helpdesk has. The helpdesk treats it as if none were set. */
const unset = 'http://localhost'

/** Returns the address of the site that an admin has chosen; empty if there is none. */
export const chosenAddress = (url: string | null | undefined): string => (!url || url === unset ? '' : url)
