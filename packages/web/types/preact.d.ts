/**
 * The elements, with their types for JSX in Preact.
 *
 * @module
 */
import type { HTMLAttributes } from 'preact'
import type { SupportProps } from './properties.js'

export * from './elements.js'

type Elements = {
  [Name in keyof SupportProps]: SupportProps[Name] &
    Omit<HTMLAttributes<HTMLElementTagNameMap[Name]>, keyof SupportProps[Name]>
}

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements extends Elements {}
  }
}
