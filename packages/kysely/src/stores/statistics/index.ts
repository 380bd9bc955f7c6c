export { changesOf, noteAllDays } from './changes.js'
export { refreshStatistics } from './refresh.js'
export { statisticsOf } from './statistics.js'
