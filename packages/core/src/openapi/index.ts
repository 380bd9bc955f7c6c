/**
 * The OpenAPI document of a helpdesk, for tools that generate clients, documentation and tests.
 *
 * @module
 */
export { type OpenApiDocument, type OpenApiOptions, openApi } from './document.js'
