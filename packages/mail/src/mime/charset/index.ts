export { type Decoded, decodeText } from './decode.js'
export { encodingOf } from './labels.js'
