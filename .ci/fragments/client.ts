import { createClient } from '@opensupports/client'

export const client = createClient({ url: '/api' })
export declare const signal: AbortSignal
export declare const show: (what: number | string) => void
export declare const input: HTMLInputElement
export declare const bar: HTMLProgressElement
export declare const link: HTMLAnchorElement
export declare const screenshot: Blob
export declare const ticket: { readonly file: string }
