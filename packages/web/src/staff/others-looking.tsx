import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { client } from '../app/client.js'
import { fill } from '../app/words.js'
import { useStaffWords } from '../words/staff/index.js'

interface OthersLookingProps {
  readonly ticketNumber: number
  /** Whether the reader is writing an answer. */
  readonly isWriting: boolean
}

/** Tells the team that the reader has the ticket open, while the tab is in front, and shows who else has. */
export function OthersLooking({ ticketNumber, isWriting }: OthersLookingProps) {
  const staffWords = useStaffWords()
  const { data: others = [] } = useQuery({
    // The key is of its own, so that events do not make it read again.
    queryKey: ['looking', ticketNumber, isWriting],
    queryFn: ({ signal }) => client.ticket.looking({ ticketNumber, writing: isWriting }, { signal }),
    refetchInterval: 10_000,
    staleTime: 0,
    gcTime: 0,
    retry: false,
    placeholderData: keepPreviousData,
  })
  return (
    <div role="status">
      {others.map(({ id, name, writing }) => (
        <p key={id} class="alert info">
          {fill(writing ? staffWords.alsoWriting : staffWords.alsoLooking, { name })}
        </p>
      ))}
    </div>
  )
}
