import assert from 'node:assert/strict'
import { until } from '../waiting.mjs'
import { payloads } from './payloads.mjs'

/** The most webhooks of a helpdesk. */
const most = 50

/** Returns a payload as a text of one line and at most 100 characters. */
const line = (payload) => payload.replace(/[\u0000-\u001f]/g, '_').slice(0, 100)

/**
 * Writes half of the payloads into names of access tokens, descriptions and addresses of webhooks, and what was to be
 * delivered to one. Shows that no payload is taken as a time zone.
 *
 * @param part which half: 0 or 1
 */
export async function machinesWith(call, ada, part) {
  const half = payloads.slice(part * most, (part + 1) * most)
  for (const payload of half) {
    const name = line(payload)
    const { id } = await call('/system/create-token', { name, scopes: ['ticket.*'] }, ada)
    // A revoked one is listed, too.
    if (name.length % 2) await call('/system/revoke-token', { tokenId: id }, ada)
    await assert.rejects(call('/system/edit-settings', { 'time-zone': payload }, ada), /INVALID_SETTING/)
  }
  const known = await call('/system/get-webhooks', {}, ada)
  for (const [index, payload] of half.entries()) {
    const fields = {
      description: index % 2 ? line(payload) : '',
      url: `https://hooks.invalid/?${encodeURIComponent(payload).replaceAll("'", '%27')}`.slice(0, 500),
      events: ['webhook.secretRotated'],
    }
    const webhook = known[index]
    if (webhook) await call('/system/edit-webhook', { webhookId: webhook.id, ...fields }, ada)
    else await call('/system/create-webhook', fields, ada)
  }
  const [{ id: webhookId }] = await call('/system/get-webhooks', {}, ada)
  await call('/system/rotate-webhook-secret', { webhookId }, ada)
  await until('a delivery', async () => {
    const deliveries = await call('/system/get-webhook-deliveries', { webhookId, page: 1 }, ada)
    return deliveries.length > part
  })
}
