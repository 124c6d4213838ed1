/** Styles of a terminal with the parameters that begin and end them (ECMA-48, "Select Graphic Rendition"). */
const STYLES = {
  bold: [1, 22],
  cyan: [36, 39],
  dim: [2, 22],
  green: [32, 39],
  red: [31, 39],
  reset: [0, 0],
  underline: [4, 24],
  yellow: [33, 39],
} as const

/** Writes texts in a style of the terminal; with `color` off it gives each text back. */
export function styler(color: boolean): (style: keyof typeof STYLES) => (text: string) => string {
  return (style) => {
    const [begin, end] = STYLES[style]
    return color ? (text) => `\x1b[${begin}m${text}\x1b[${end}m` : (text) => text
  }
}
