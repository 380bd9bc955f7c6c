export { fillDemo, type Login } from './fill.js'
