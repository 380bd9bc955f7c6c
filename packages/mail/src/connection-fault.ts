import type { MailServerFault } from '@opensupports/core'

const faults: Readonly<Record<string, MailServerFault>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  EDNS: 'unknown-host',
  // The server ended the connection: the codes of nodemailer and of imapflow.
  ECONNECTION: 'refused',
  NoConnection: 'refused',
  EConnectionClosed: 'refused',
  ETIMEDOUT: 'timeout',
  ETIMEOUT: 'timeout',
  CONNECT_TIMEOUT: 'timeout',
  GREETING_TIMEOUT: 'timeout',
  GREEETING_TIMEOUT: 'timeout',
  UPGRADE_TIMEOUT: 'timeout',
  ETLS: 'tls',
  EPROTO: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  UNABLE_TO_GET_ISSUER_CERT: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
}

/**
 * Returns why a connection failed, from the error codes of Node, nodemailer and imapflow; `other` for any other error.
 */
export function connectionFault(error: unknown): MailServerFault {
  for (let cause = error, depth = 0; depth < 5 && isObject(cause); depth++) {
    const { code } = cause
    if (typeof code === 'string') {
      // nodemailer reports every broken connection as ESOCKET, with Node's own code in the message.
      const named = code === 'ESOCKET' ? codeIn(String(cause.message)) : code
      const fault = faults[named] ?? (/^(?:ERR_TLS|ERR_SSL|CERT)_/.test(named) ? 'tls' : undefined)
      if (fault) return fault
      if (code === 'ESOCKET' && /certificate|SSL|TLS/i.test(String(cause.message))) return 'tls'
    }
    cause = cause.cause
  }
  return 'other'
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const codeIn = (message: string) => /\bE[A-Z]{4,20}\b/.exec(message)?.[0] ?? ''

/** Returns a server's message on one line, cut to 500 characters. */
export const oneLine = (text: string) =>
  text
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .trim()
    .slice(0, 500)
