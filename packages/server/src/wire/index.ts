export * from './encoder.js'
export * from './envelope.js'
