/** The paths of a request's URL: as the browser sent it, and as the host's router left it. */
export interface RoutedPath {
  readonly path: string
  /** The prefix that a router of the host removed, such as `/support`; empty if none did. */
  readonly mount: string
}

/** Finds the prefix that `app.use('/support', …)` of Express and similar routers removed from a path. */
export function routedPath(path: string, left: string): RoutedPath {
  // For the mount itself, routers leave a slash, and so they do for all paths of a wildcard such as `/*path`.
  const isShortened = left !== '/' && path.endsWith(left)
  return { path, mount: isShortened ? path.slice(0, path.length - left.length) : '' }
}

/** Returns whether requests for `basePath` can arrive below a mount. Routers ignore case, and decode. */
export function canHold(mount: string, basePath: string): boolean {
  const outer = `${plain(mount)}/`.replace('//', '/')
  return `${basePath.toLowerCase()}/`.startsWith(outer)
}

function plain(path: string): string {
  try {
    return decodeURIComponent(path).toLowerCase()
  } catch {
    return path.toLowerCase()
  }
}
