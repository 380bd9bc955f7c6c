export { type ConfigFile, defineConfig, variableOf } from './config-file.js'
export { type Environment, loadEnvironment } from './load-environment.js'
