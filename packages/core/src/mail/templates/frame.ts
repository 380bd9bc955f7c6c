import { escapeHtml } from '../../params/index.js'
import { asText } from './as-text.js'

/** The parts of a mail, each as HTML. */
export interface MailParts {
  readonly language: string
  /** Plain text. */
  readonly siteTitle: string
  /** The address of a picture; empty for none. */
  readonly headerImage: string
  /** Plain text: the subject matter, such as a ticket's number; empty for none. */
  readonly about: string
  readonly heading: string
  readonly message: string
  /** A quoted text; empty for none. */
  readonly quote: string
  /** Undefined for none. */
  readonly button: { readonly words: string; readonly address: string } | undefined
  readonly footnote: string
}

const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const paragraph = 'margin:0 0 16px;font-size:16px;line-height:1.5'

const isWebAddress = (address: string) => /^https?:\/\//i.test(address)

/** Returns a mail as HTML, with inline styles, since many mail programs ignore all others. */
export function frame(parts: MailParts): string {
  const { language, siteTitle, headerImage, about, heading, message, quote, button, footnote } = parts
  const title = escapeHtml(siteTitle)
  const head = isWebAddress(headerImage)
    ? `<img src="${escapeHtml(headerImage)}" alt="${title}" height="40" style="height:40px;border:0">`
    : `<span style="font-size:18px;font-weight:600;color:#334155">${title}</span>`
  const lines = [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"></head>',
    `<body style="margin:0;padding:24px 12px;background:#f1f5f9;color:#1e293b;${font}">`,
    '<div style="max-width:560px;margin:0 auto">',
    `<div style="padding:0 8px 16px">${head}</div>`,
    '<div style="padding:32px;background:#ffffff;border-radius:8px">',
    about && `<p style="margin:0 0 8px;font-size:14px;color:#64748b">${escapeHtml(about)}</p>`,
    heading && `<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">${heading}</h1>`,
    message && `<div style="${paragraph}">${message}</div>`,
    quote && `<div style="${paragraph};padding:4px 16px;border-left:4px solid #cbd5e1">${quote}</div>`,
    button &&
      isWebAddress(button.address) &&
      `<p style="margin:24px 0"><a href="${escapeHtml(button.address)}" style="display:inline-block;padding:12px 20px;background:#1d4ed8;color:#ffffff;text-decoration:none;border-radius:6px;font-size:16px">${escapeHtml(button.words)}</a></p>`,
    footnote &&
      `<div style="margin:24px 0 0;font-size:13px;line-height:1.5;color:#64748b;word-break:break-word">${footnote}</div>`,
    '</div></div></body></html>',
  ]
  return lines.filter(Boolean).join('\n')
}

/** Returns a mail as plain text. */
export async function plainText(parts: MailParts): Promise<string> {
  const { siteTitle, about, heading, message, quote, button, footnote } = parts
  const quoted = (await asText(quote)).replace(/^/gm, '  ')
  return [
    [about, await asText(heading)].filter(Boolean).join('\n'),
    await asText(message),
    quote && quoted,
    button && `${button.words}: ${button.address}`,
    await asText(footnote),
    `-- \n${siteTitle}`,
  ]
    .filter(Boolean)
    .join('\n\n')
    .concat('\n')
}
