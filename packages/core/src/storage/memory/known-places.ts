import type { KnownPlaceStore } from '../index.js'
import type { Sync, Tables } from './tables.js'

export function knownPlaceStore({ knownPlaces, by }: Tables): Sync<KnownPlaceStore> {
  const known = (placeHash: string) => by.placeHash(placeHash)[0]
  return {
    has(placeHash, since) {
      const place = known(placeHash)
      return place !== undefined && place.usedAt >= since
    },
    remember(place) {
      const row = known(place.placeHash)
      if (row) knownPlaces.update(row.id, { usedAt: place.usedAt })
      else knownPlaces.insert(place)
    },
    removeUnused: (since) => knownPlaces.removeAll(knownPlaces.filter(({ usedAt }) => usedAt < since)),
  }
}
