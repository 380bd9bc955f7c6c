import type {
  SupportEventMap,
  SupportFormProperties,
  SupportProperties,
  SupportTicketProperties,
  SupportTicketsProperties,
} from './elements.js'

/** The names of attributes that differ from those of their properties. */
interface Names {
  headingLevel: 'heading-level'
  perPage: 'per-page'
  ticketNumber: 'ticket-number'
}

/** What a property takes in JSX, where numbers may be texts. */
type Value<Property> = Property | (number extends Property ? string : never) | undefined

/** The properties, and the attributes whose names differ. */
type Values<Properties> = {
  [Name in keyof Properties]?: Value<Properties[Name]>
} & {
  [Name in keyof Properties & keyof Names as Names[Name]]?: Value<Properties[Name]>
}

/** `onsupport-created` and the others. */
type Listeners = { [Name in keyof SupportEventMap as `on${Name}`]?: (event: SupportEventMap[Name]) => void }

type Props<Properties> = Values<SupportProperties & Properties> & Listeners

/** What JSX takes for each element, beside what it takes for all elements of HTML. */
export interface SupportProps {
  'support-form': Props<SupportFormProperties>
  'support-tickets': Props<SupportTicketsProperties>
  'support-ticket': Props<SupportTicketProperties>
}
