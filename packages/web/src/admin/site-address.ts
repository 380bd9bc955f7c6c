/** The default of a new helpdesk. As the setting, it counts as none. */
const unset = 'http://localhost'

/** Returns the address of the site that an admin has chosen; empty if there is none. */
export const chosenAddress = (url: string | null | undefined): string => (!url || url === unset ? '' : url)
