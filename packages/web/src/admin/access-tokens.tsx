import type { GetTokensEntry } from '@opensupports/core'
import { useState } from 'preact/hooks'
import { useRead, useWrite } from '../app/client.js'
import { fill } from '../app/words.js'
import { Alert } from '../components/alert.js'
import { Dialog } from '../components/dialog.js'
import { Field, Select, Tick } from '../components/field.js'
import { Form, type Values } from '../components/form.js'
import { Loading } from '../components/loading.js'
import { refusal } from '../components/refusal.js'
import { TextArea } from '../components/text-area.js'
import { useDateFormat } from '../components/time.js'
import { staffPage } from '../staff/staff-page.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'
import { AdminFrame } from './admin-page.js'
import { namesIn } from './name-lines.js'
import { refusedWith } from './refused-with.js'
import { SecretOnce } from './secret-once.js'

export const Page = staffPage(AccessTokens)

/** The access tokens of machines. A new one is shown once. */
function AccessTokens() {
  const words = useWords()
  const staffWords = useStaffWords()
  const { data: tokens, error } = useRead('system.getTokens', {})
  const [isAdding, setAdding] = useState(false)
  const [made, setMade] = useState<string>()
  const [revoked, setRevoked] = useState<GetTokensEntry>()
  const add = (
    <button type="button" class="button" onClick={() => setAdding(true)}>
      {staffWords.add}
    </button>
  )
  return (
    <AdminFrame title={staffWords.accessTokens} actions={add}>
      {error && <Alert tone="bad">{refusal(error, words)}</Alert>}
      {made && <SecretOnce secret={made} />}
      {!tokens && !error && <Loading />}
      {tokens?.length === 0 && <p class="card soft">{staffWords.nothing}</p>}
      {tokens && tokens.length > 0 && (
        <ul class="list">
          {tokens.map((token) => (
            <li key={token.id} class="entry">
              <TokenEntry token={token} />
              {token.revokedAt === null && (
                <button
                  type="button"
                  class="quiet small"
                  aria-label={`${staffWords.revoke}: ${token.name}`}
                  onClick={() => setRevoked(token)}
                >
                  {staffWords.revoke}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {isAdding && <TokenDialog onMade={setMade} onClose={() => setAdding(false)} />}
      {revoked && <RevokeDialog token={revoked} onClose={() => setRevoked(undefined)} />}
    </AdminFrame>
  )
}

function TokenEntry({ token }: { readonly token: GetTokensEntry }) {
  const staffWords = useStaffWords()
  const dates = useDateFormat()
  const { data: settings } = useRead('system.getSettings', {})
  const { name, token: ending, level, scopes, departments, expiresAt, revokedAt, lastUsedAt } = token
  const nameOf = (id: number) => settings?.departments.find((each) => each.id === id)?.name ?? `#${id}`
  return (
    <span class="grow">
      <strong>{name}</strong> {revokedAt && <span class="badge">{staffWords.revoked}</span>}
      <span class="meta">
        <code>{ending}</code>
        <span>{scopes.join(', ')}</span>
        <span>
          {staffWords.level} {level}
        </span>
        <span>{departments ? departments.map(nameOf).join(', ') : staffWords.everything}</span>
        <span>{fill(staffWords.validUntil, { date: dates.format(expiresAt) })}</span>
        <span>
          {lastUsedAt ? fill(staffWords.lastUsed, { date: dates.format(lastUsedAt) }) : staffWords.neverUsed}
        </span>
      </span>
    </span>
  )
}

interface TokenDialogProps {
  readonly onMade: (token: string) => void
  readonly onClose: () => void
}

function TokenDialog({ onMade, onClose }: TokenDialogProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const { data: settings } = useRead('system.getSettings', {})
  const create = useWrite('system.createToken')
  const [level, setLevel] = useState('1')
  const all = settings?.departments ?? []
  const send = async ({ text, on }: Values) => {
    const departments = all.map(({ id }) => id).filter((id) => on(`department ${id}`))
    const { token } = await refusedWith(
      create.mutateAsync({
        name: text('name'),
        scopes: namesIn(text('scopes')),
        level: Number(level) as 1 | 2 | 3,
        expiresInDays: Number(text('days')),
        ...(departments.length > 0 ? { departments } : {}),
      }),
      { INVALID_SCOPE: staffWords.badNames },
    )
    onMade(token)
    onClose()
  }
  return (
    <Dialog title={`${staffWords.accessTokens}: ${staffWords.add}`} onClose={onClose}>
      <Form submit={staffWords.add} send={send}>
        <Field name="name" label={words.name} required />
        <TextArea
          name="scopes"
          label={staffWords.scopes}
          hint={staffWords.eachOnLine}
          defaultValue="ticket.*"
          required
        />
        <Select name="level" label={staffWords.level} value={level} onChange={setLevel}>
          {['1', '2', '3'].map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </Select>
        <fieldset>
          <legend>{staffWords.departments}</legend>
          <p class="hint">{staffWords.noneIsAll}</p>
          {all.map(({ id, name }) => (
            <Tick key={id} name={`department ${id}`} label={name} />
          ))}
        </fieldset>
        <Field
          name="days"
          label={staffWords.validDays}
          type="number"
          min="1"
          max="3650"
          defaultValue="365"
          required
        />
      </Form>
    </Dialog>
  )
}

interface RevokeDialogProps {
  readonly token: GetTokensEntry
  readonly onClose: () => void
}

function RevokeDialog({ token, onClose }: RevokeDialogProps) {
  const staffWords = useStaffWords()
  const revoke = useWrite('system.revokeToken')
  return (
    <Dialog title={staffWords.revoke} onClose={onClose}>
      <Form submit={staffWords.revoke} send={() => revoke.mutateAsync({ tokenId: token.id }).then(onClose)}>
        <p>{fill(staffWords.revokeSure, { name: token.name })}</p>
      </Form>
    </Dialog>
  )
}
