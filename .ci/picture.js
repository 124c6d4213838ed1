// Draws the README's picture from a real report: runs the built program on a stack and writes the terminal's text as SVG, light and dark.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'

const STACK = 'fixtures/report/stacks/picture'
const { stdout } = spawnSync(process.execPath, [resolve('dist/cli.js')], { cwd: STACK, encoding: 'utf8', env: { FORCE_COLOR: '1' } })

const THEMES = {
  light: { back: '#ffffff', frame: '#d0d7de', text: '#1f2328', dim: '#59636e', 31: '#cf222e', 32: '#1a7f37', 33: '#7d4e00', 36: '#0550ae' },
  dark: { back: '#0d1117', frame: '#30363d', text: '#e6edf3', dim: '#9198a1', 31: '#ff7b72', 32: '#3fb950', 33: '#e3b341', 36: '#79c0ff' },
}
const CELL = 8.4
const LINE = 20
const escapeXml = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

/** One line of the terminal as tspans; each escape changes the style of what follows. */
function spans(line, theme) {
  const style = { fill: theme.text, bold: false, underline: false }
  return line
    .replace(/\u001b\]8;;[^\u001b]*\u001b\\/g, '')
    .split(/\u001b\[(\d+)m/)
    .map((part, at) => {
      if (at % 2 === 0) {
        if (part === '') return ''
        const weight = style.bold ? ' font-weight="600"' : ''
        const under = style.underline ? ' text-decoration="underline"' : ''
        return `<tspan fill="${style.fill}"${weight}${under}>${escapeXml(part)}</tspan>`
      }
      const code = Number(part)
      if (code === 1) style.bold = true
      else if (code === 2) style.fill = theme.dim
      else if (code === 4) style.underline = true
      else if (code === 22) Object.assign(style, { bold: false, fill: theme.text })
      else if (code === 24) style.underline = false
      else style.fill = theme[code] ?? theme.text
      return ''
    })
    .join('')
}

for (const [name, theme] of Object.entries(THEMES)) {
  const lines = `$ npx dockseal\n${stdout.trimEnd()}`.split('\n')
  const width = Math.round(80 * CELL + 40)
  const height = lines.length * LINE + 40
  const text = lines.map((line, at) => `<text x="20" y="${34 + at * LINE}" xml:space="preserve">${spans(line, theme)}</text>`).join('\n')
  writeFileSync(
    `.github/images/report-${name}.svg`,
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14">
<title>A report of dockseal</title>
<rect width="${width}" height="${height}" rx="8" fill="${theme.back}" stroke="${theme.frame}"/>
${text}
</svg>
`,
  )
}
