import { customers, gaps, staff } from './people.js'
import type { Seeded } from './seeded.js'
import { customerTopics, privateNotes, type Topic, workshopTopics } from './texts/index.js'

/** A person in the lists of people.ts, by index. */
export type Who = { readonly customer: number } | { readonly staff: number }

/** An action on a ticket. Tickets are numbered from 0. */
export type Step = { readonly at: Date; readonly ticket: number } & (
  | {
      readonly does: 'create'
      readonly by: Who
      readonly title: string
      readonly content: string
      readonly topic: Topic
    }
  | { readonly does: 'tag'; readonly tag: Topic['tag'] }
  | { readonly does: 'assign'; readonly by: Who }
  | { readonly does: 'comment'; readonly by: Who; readonly content: string; readonly private: boolean }
  | { readonly does: 'close' | 're-open'; readonly by: Who }
)

type Deed<S = Step> = S extends Step ? Omit<S, 'at' | 'ticket'> : never

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export const ticketCount = 200
export const daysBack = 90

/** Returns all steps of all tickets up to `now`, in chronological order. */
export function plan(random: Seeded, now: Date): Step[] {
  const steps = Array.from({ length: ticketCount }, (_, ticket) => ticketSteps(random, now, ticket)).flat()
  return steps.toSorted((a, b) => a.at.getTime() - b.at.getTime())
}

function ticketSteps(random: Seeded, now: Date, ticket: number): Step[] {
  const internal = random.chance(0.07)
  const topic = random.pick(internal ? workshopTopics : customerTopics)
  const crew = staff.flatMap(({ serves }, place) =>
    serves.some((one) => one === topic.department) ? [place] : [],
  )
  const agent = random.pick(crew)
  const author: Who = internal
    ? { staff: random.pick(crew.filter((place) => place !== agent)) }
    : { customer: random.integer(0, customers.length - 1) }
  const fill = gapFiller(random, staff[agent]?.name ?? '')

  let at = startDate(random, now)
  const steps: Step[] = []
  const add = (deed: Deed) => steps.push({ at: new Date(at), ticket, ...deed })
  /** Advances the time. Returns false if that would reach the present. */
  const wait = (least: number, most: number) => {
    const next = at + random.integer(least / minute, most / minute) * minute
    if (next >= now.getTime()) return false
    at = next
    return true
  }

  const opening = paragraph(fill(random.pick(topic.openings)))
  add({ does: 'create', by: author, title: fill(random.pick(topic.titles)), content: opening, topic })
  if (random.chance(0.6)) add({ does: 'tag', tag: topic.tag })
  if (random.chance(0.12) || !wait(10 * minute, 20 * hour)) return steps

  add({ does: 'assign', by: { staff: agent } })
  const length = Math.min(random.integer(0, 6), topic.talk.length)
  const note = length > 0 && length < 6 && random.chance(0.15)
  if (note) {
    const content = paragraph(random.pick(privateNotes))
    add({ does: 'comment', by: { staff: agent }, content, private: true })
  }
  for (const [place, line] of topic.talk.slice(0, length).entries()) {
    if (!wait(15 * minute, 30 * hour)) return steps
    const by = place % 2 === 0 ? { staff: agent } : author
    add({ does: 'comment', by, content: paragraph(fill(line)), private: false })
  }
  const old = now.getTime() - at > 10 * day
  if (!random.chance(old ? 0.9 : 0.35) || !wait(hour, 3 * day)) return steps
  add({ does: 'close', by: random.chance(0.15) ? author : { staff: agent } })
  if (random.chance(0.05) && wait(hour, 2 * day)) add({ does: 're-open', by: author })
  return steps
}

/** Returns a random time in the last 90 days, during the day. */
function startDate(random: Seeded, now: Date): number {
  const midnight = Math.floor(now.getTime() / day) * day - random.integer(0, daysBack - 1) * day
  const start = midnight + random.integer(7 * 60, 22 * 60) * minute
  return start < now.getTime() ? start : start - day
}

/** Returns a function that replaces the placeholders of texts, with the same values throughout a ticket. */
function gapFiller(random: Seeded, agent: string): (text: string) => string {
  const values: Readonly<Record<string, string>> = {
    product: random.pick(gaps.product),
    city: random.pick(gaps.city),
    day: random.pick(gaps.day),
    amount: random.pick(gaps.amount),
    order: `HC-${random.integer(10_000, 99_999)}`,
    agent: agent.split(' ')[0] ?? agent,
  }
  return (text) => text.replace(/\{(\w+)\}/g, (gap, name: string) => values[name] ?? gap)
}

const paragraph = (text: string) => `<p>${text}</p>`
