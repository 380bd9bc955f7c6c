import { type ComponentChildren, h } from 'preact'
import { useDesk } from '../app/desk.js'

/** The first heading of a page, or of a part of somebody else's page. */
export const Heading = ({ children }: { readonly children: ComponentChildren }) =>
  h(`h${useDesk().headingLevel}`, { class: 'title', part: 'title' }, children)
