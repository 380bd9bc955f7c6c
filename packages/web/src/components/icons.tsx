import type { ComponentChildren } from 'preact'

/** A picture beside or in place of words. Unlike an emoji, it needs no special font. */
const Icon = ({ children }: { readonly children: ComponentChildren }) => (
  <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    {children}
  </svg>
)

export const PictureIcon = () => (
  <Icon>
    <rect x="1.5" y="2.5" width="13" height="11" rx="1.5" />
    <circle cx="5.2" cy="6" r="1.2" />
    <path d="m2 12 3.6-3.4 2.4 2.2 3-3.3 3.2 3.5" />
  </Icon>
)

export const ClipIcon = () => (
  <Icon>
    <path d="m13 7.5-5 5a3.2 3.2 0 0 1-4.5-4.5L9 2.5a2.1 2.1 0 0 1 3 3L6.6 11a1 1 0 0 1-1.5-1.5l4.6-4.6" />
  </Icon>
)

export const PenIcon = () => (
  <Icon>
    <path d="m2.5 13.5.8-3.2 7.6-7.6a1.7 1.7 0 0 1 2.4 2.4l-7.6 7.6-3.2.8Z" />
  </Icon>
)
