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

type Optional<Properties> = { [Name in keyof Properties]?: Properties[Name] | undefined }

/** The attributes, in which numbers may be texts. */
type Attributes<Properties> = {
  [Name in Exclude<keyof Properties, 'session' | 'headers'> as Name extends keyof Names
    ? Names[Name]
    : Name]?: Properties[Name] | (number extends Properties[Name] ? string : never) | undefined
}

/** `onsupport-created` and the others. */
type Listeners = { [Name in keyof SupportEventMap as `on${Name}`]?: (event: SupportEventMap[Name]) => void }

type Props<Properties> = Optional<SupportProperties & Properties> &
  Attributes<SupportProperties & Properties> &
  Listeners

/** What JSX takes for each element, beside what it takes for all elements of HTML. */
export interface SupportProps {
  'support-form': Props<SupportFormProperties>
  'support-tickets': Props<SupportTicketsProperties>
  'support-ticket': Props<SupportTicketProperties>
}
