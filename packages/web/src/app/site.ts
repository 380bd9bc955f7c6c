/** The folder of the app, with a slash at the end. The server writes it relative to each page: see `<base>`. */
const folder = new URL('.', document.baseURI)

/** The path of the app without a slash at the end: empty at the root of a site, `/support` below a path. */
export const basePath = folder.pathname.replace(/\/$/, '')

const apiMeta = document.querySelector<HTMLMetaElement>('meta[name=opensupports-api]')

/** The address of the API. A page on another origin names it in `<meta name="opensupports-api">`. */
export const apiUrl = new URL(apiMeta?.content || 'api', folder).href
