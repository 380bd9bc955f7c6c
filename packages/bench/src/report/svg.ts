/** An element of a drawing. Attributes that are undefined are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  ...content: readonly string[]
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(typeof value === 'number' ? rounded(value) : String(value))}"`)
    .join('')
  return content.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${content.join('')}</${name}>`
}

const rounded = (value: number) => String(Math.round(value * 10) / 10)

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign)

export const label = (
  x: number,
  y: number,
  text: string,
  attributes: Readonly<Record<string, string>> = {},
): string => element('text', { x, y, ...attributes }, escaped(text))

// Colors that people with any kind of color vision can tell apart.
const style = `
  .back { fill: #ffffff } text { fill: #1f2328; font: 12px system-ui, sans-serif } .title { font-weight: 600; font-size: 14px }
  .quiet { fill: #59636e; font-size: 11px } .grid { stroke: #d1d9e0 } .s0 { fill: #0072b2; stroke: #0072b2 }
  .s1 { fill: #d55e00; stroke: #d55e00 } .s2 { fill: #009e73; stroke: #009e73 } .s3 { fill: #8a6d00; stroke: #8a6d00 }
  .line { fill: none; stroke-width: 2 }
  @media (prefers-color-scheme: dark) {
    .back { fill: #0d1117 } text { fill: #f0f6fc } .quiet { fill: #9198a1 } .grid { stroke: #3d444d }
    .s0 { fill: #56b4e9; stroke: #56b4e9 } .s1 { fill: #ff8f4a; stroke: #ff8f4a } .s2 { fill: #2fc99a; stroke: #2fc99a }
    .s3 { fill: #e0c04c; stroke: #e0c04c }
  }
  .line { fill: none }`

/** Returns a file with a drawing. It brings its own background, so that it is readable on any page. */
export function drawing(width: number, height: number, title: string, content: readonly string[]): string {
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    'aria-label': title,
  }
  return `${element(
    'svg',
    attributes,
    element('style', {}, style),
    element('rect', { class: 'back', width, height, rx: 6 }),
    label(16, 26, title, { class: 'title' }),
    ...content,
  )}\n`
}
