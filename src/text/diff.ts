import { escapeControlsInLines } from './escape.ts'
import { styler } from './style.ts'

/**
 * The changes of one file as a unified diff with three lines of context, which `git apply` and `patch -p1` take; empty if nothing differs.
 * `before` is undefined for a new file. `file` is the path to show, with forward slashes. With `color` the text is for a terminal: bold
 * headers, red removed lines, green added lines, control characters spelled out. The diff library loads on first use.
 */
export async function unifiedDiff(
  file: string,
  before: string | undefined,
  after: string,
  options: { readonly color?: boolean } = {},
): Promise<string> {
  if (before === after) return ''
  const { createTwoFilesPatch } = await import('diff')
  const patch = createTwoFilesPatch(
    before === undefined ? '/dev/null' : `a/${file}`,
    `b/${file}`,
    before ?? '',
    after,
    undefined,
    undefined,
    { context: 3 },
  )
  // The library opens with a line of equals signs that neither git nor patch asks for.
  const [old = '', now = '', ...body] = patch.replace(/^=+\n/, '').split('\n')
  const text = [endName(old), endName(now), ...body].join('\n')
  if (!options.color) return text
  const style = styler(true)
  const [bold, cyan, red, green] = [style('bold'), style('cyan'), style('red'), style('green')]
  return text
    .split('\n')
    .map((line, index) => {
      const shown = escapeControlsInLines(line.replace(/\r$/, ''))
      // Only the first two lines are headers: a removed line that itself starts with `-- ` looks like one.
      if (index < 2) return bold(shown)
      if (line.startsWith('@@')) return cyan(shown)
      if (line.startsWith('-')) return red(shown)
      if (line.startsWith('+')) return green(shown)
      return shown
    })
    .join('\n')
}

/** Adds a tab after a name with a space, as git does: without it, GNU patch takes the rest of the name for a date. */
function endName(header: string): string {
  return header.slice(4).includes(' ') && !header.endsWith('"') ? `${header}\t` : header
}
