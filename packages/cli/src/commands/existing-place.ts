import { type PlaceOptions, placeFrom } from '../command.js'
import { mustExist } from '../open.js'
import type { DataPlace } from '../place.js'
import type { Terminal } from '../terminal.js'

/**
 * Returns the place of a command that needs an existing database.
 *
 * @throws ConfigError if its database is a file that does not exist
 */
export async function existingPlace(terminal: Terminal, options: PlaceOptions): Promise<DataPlace> {
  const place = await placeFrom(terminal, options)
  mustExist(place)
  return place
}
