export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const key = 'opensupports theme'

export const currentTheme = (): Theme => themes.find((theme) => theme === localStorage.getItem(key)) ?? 'auto'

/** Chooses light or dark, on this device; `auto` follows the system. */
export function setTheme(theme: Theme): void {
  localStorage.setItem(key, theme)
  applyTheme()
}

export function applyTheme(): void {
  document.documentElement.dataset.theme = currentTheme()
}
