export { type ConfigFile, defineConfig, type Environment, loadEnvironment } from './environment/index.js'
export { failureText } from './outcome.js'
export { ConfigError, type DataPlace, placeVariables, readPlace } from './place.js'
export * from './serve/index.js'
