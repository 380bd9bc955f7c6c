import type { OpenOptions } from '../../database.js'

/** Options for SQLite. */
export interface SqliteOptions extends OpenOptions {
  /**
   * When a commit counts as written. Default `full`: once it is on the disk, so that a power cut loses nothing that was
   * acknowledged. With `normal`, writes are faster, but a power cut or a crash of the operating system may lose the last
   * commits: those since SQLite last moved its log into the file, which it does about every 4 MB. The file stays intact,
   * and a crash of the process alone loses nothing.
   */
  readonly synchronous?: 'full' | 'normal'
}
