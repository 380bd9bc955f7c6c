import { Failure, type FailureProps } from './failure.js'

/** A page that says that its content could not be loaded. */
export const Failed = (failure: FailureProps) => (
  <div class="page middle">
    <Failure {...failure} />
  </div>
)
