import { useMemo, useState } from 'preact/hooks'
import { useRead } from '../app/client.js'
import { tagOf, useLanguage } from '../app/language.js'
import { fill } from '../app/words.js'
import { Alert } from '../components/alert.js'
import { Loading } from '../components/loading.js'
import { refusal } from '../components/refusal.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'
import { startOfDay } from './days.js'
import { StaffFrame, staffPage } from './staff-page.js'

export const Page = staffPage(Statistics)

const day = 86_400_000
const monday = Date.UTC(2024, 0, 1)

/** Figures and charts of the tickets of the last days, in the helpdesk's time zone. */
function Statistics() {
  const words = useWords()
  const staffWords = useStaffWords()
  const tag = tagOf(useLanguage())
  const [days, setDays] = useState(30)
  const { data: settings } = useRead('system.getSettings', {})
  const timeZone = settings?.['time-zone'] ?? 'UTC'
  const dateRange = useMemo((): [Date, Date] => {
    const now = new Date()
    return [startOfDay(timeZone, now, days - 1), now]
  }, [days, timeZone])
  const { data, error } = useRead('system.getStats', { dateRange })
  const number = new Intl.NumberFormat(tag)
  const lasting = (count: number, unit: string) =>
    new Intl.NumberFormat(tag, { style: 'unit', unit, maximumFractionDigits: 1 }).format(count)
  const weekday = new Intl.DateTimeFormat(tag, { weekday: 'short', timeZone: 'UTC' })
  // Zero seconds stand for no ticket to count.
  const average = (seconds: number) => {
    if (seconds <= 0) return '–'
    return seconds < 3600 ? lasting(Math.ceil(seconds / 60), 'minute') : lasting(seconds / 3600, 'hour')
  }
  return (
    <StaffFrame title={staffWords.statistics}>
      <fieldset class="tabs">
        <legend class="hidden">{staffWords.statistics}</legend>
        {[7, 30, 90].map((count) => (
          <button
            key={count}
            type="button"
            class="quiet small"
            aria-pressed={count === days}
            onClick={() => setDays(count)}
          >
            {fill(staffWords.days, { count })}
          </button>
        ))}
      </fieldset>
      {error && <Alert tone="bad">{refusal(error, words)}</Alert>}
      {!data && !error && <Loading />}
      {data && (
        <>
          <div class="choices figures">
            <Figure label={staffWords.created} figure={number.format(data.created)} />
            <Figure label={words.open} figure={number.format(data.open)} />
            <Figure label={words.closed} figure={number.format(data.closed)} />
            <Figure label={staffWords.firstReply} figure={average(data.averageFirstReply)} />
            <Figure label={staffWords.firstClosed} figure={average(data.averageFirstClosed)} />
          </div>
          <p class="soft">
            {staffWords.timeZone}: {data.timeZone}
          </p>
          <Chart
            title={staffWords.byHour}
            bars={data.createdByHour.map((value, hour) => ({ label: String(hour), value }))}
          />
          <Chart
            title={staffWords.byWeekday}
            bars={data.createdByWeekday.map((value, index) => ({
              label: weekday.format(monday + index * day),
              value,
            }))}
          />
        </>
      )}
    </StaffFrame>
  )
}

const Figure = ({ label, figure }: { readonly label: string; readonly figure: string }) => (
  <div class="card">
    <div class="figure">{figure}</div>
    <div class="soft">{label}</div>
  </div>
)

interface Bar {
  readonly label: string
  readonly value: number
}

/** A chart of bars. The same figures are in a table below it. */
function Chart({ title, bars }: { readonly title: string; readonly bars: readonly Bar[] }) {
  const staffWords = useStaffWords()
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const width = 600 / bars.length
  return (
    <section class="card apart">
      <h2>{title}</h2>
      <svg class="chart" viewBox="0 0 600 180" aria-hidden="true">
        {bars.map(({ label, value }, index) => (
          <g key={label}>
            <rect
              x={index * width + 2}
              y={150 - (value / most) * 140}
              width={width - 4}
              height={(value / most) * 140}
              rx="3"
            />
            <text
              class={bars.length > 12 && index % 3 > 0 ? 'desk-only' : undefined}
              x={index * width + width / 2}
              y="172"
              text-anchor="middle"
            >
              {label}
            </text>
          </g>
        ))}
      </svg>
      <details>
        <summary>{staffWords.figures}</summary>
        <table>
          <tbody>
            {bars.map(({ label, value }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  )
}
