export { changesOf, noteAllDays } from './changes.js'
export { dayOf } from './days.js'
export { refreshStatistics } from './refresh.js'
export { statisticsOf } from './statistics.js'
