export { type Pages, type PagesOptions, pagesFor } from './pages.js'
