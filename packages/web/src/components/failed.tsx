import { Failure, type FailureProps } from './failure.js'

/** A page in place of one whose data did not come. */
export const Failed = (failure: FailureProps) => (
  <div class="page middle">
    <Failure {...failure} />
  </div>
)
