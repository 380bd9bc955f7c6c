/**
 * The elements, with their types for JSX in React 19.
 *
 * @module
 */
import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type { SupportProps } from './properties.js'

export * from './elements.js'

type Elements = {
  [Name in keyof SupportProps]: SupportProps[Name] &
    Omit<
      DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElementTagNameMap[Name]>,
      keyof SupportProps[Name]
    >
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends Elements {}
  }
}
