/** A plugin of rolldown and Vite. */
export function descriptions(): { readonly name: string; readonly transform: object }
