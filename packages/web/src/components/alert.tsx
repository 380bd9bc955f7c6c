import type { ComponentChildren } from 'preact'

/** A sentence that says how something went. Screen readers read bad news at once. */
export const Alert = ({
  tone,
  children,
}: {
  readonly tone: 'good' | 'bad' | 'info'
  readonly children: ComponentChildren
}) => (
  <div class={`alert ${tone}`} part="alert" role={tone === 'bad' ? 'alert' : 'status'}>
    {children}
  </div>
)
