import { hasOption, readOperands } from './operands.ts'

/** What a command of sed puts into a file: lines, or another text in place of a path. Undefined: what it puts there is not known. */
export type SedChange = { readonly text: string } | { readonly replaces: string } | undefined

/**
 * What a script of sed puts into its files, by its commands `s`, `a`, `i` and `c` (sed(1)). What it only deletes, and a replacement that
 * keeps parts of the text and names no path, is left out.
 */
export function sedChanges(script: string): readonly SedChange[] {
  const found: SedChange[] = []
  for (let at = 0; at < script.length; ) {
    const sign = script[at] ?? ''
    if (sign === '/' || sign === '\\') at = partAfter(script, sign === '/' ? at : at + 1).end
    else if (sign === 's') {
      const from = partAfter(script, at + 1)
      const to = partAfter(script, from.end - 1)
      found.push(...replacement(from.text, to.text))
      at = endOfCommand(script, to.end)
    } else if (/[aic]/.test(sign)) {
      const end = lineEnd(script, at)
      found.push({ text: script.slice(at + 1, end).replace(/^\s*\\?\s*/, '') })
      at = end
    } else at = /[\s\d$,;!{}~+]/.test(sign) ? at + 1 : endOfCommand(script, at)
  }
  return found
}

/** The text between the delimiter at an offset and the next one, and the offset after that. An escaped delimiter belongs to the text. */
function partAfter(script: string, at: number): { readonly text: string; readonly end: number } {
  const delimiter = script[at]
  let [end, text] = [at + 1, '']
  for (; end < script.length && script[end] !== delimiter; end++) {
    if (script[end] === '\\') text += script[++end] === delimiter ? delimiter : `\\${script[end] ?? ''}`
    else text += script[end]
  }
  return { text, end: end + 1 }
}

function replacement(from: string, to: string): readonly SedChange[] {
  const isKept = /(?:^|[^\\])(?:\\\d|&)/.test(to)
  const text = to.replace(/\\n/g, '\n').replace(/\\([^\w])/g, '$1')
  if (!text.includes('/')) return isKept ? [] : [{ text }]
  if (isKept) return [undefined]
  if (!/^\s*["']?\//.test(text)) return [{ text }]
  const replaced = from.replace(/\\([^\w])/g, '$1').replace(/^[\s"'^]+|[\s"'$]+$/g, '')
  return [/^\/[\w./-]*$/.test(replaced) ? { replaces: replaced } : undefined]
}

function endOfCommand(script: string, at: number): number {
  const end = script.slice(at).search(/[;\n}]/)
  return end === -1 ? script.length : at + end
}

function lineEnd(script: string, at: number): number {
  const end = script.indexOf('\n', at)
  return end === -1 ? script.length : end
}

/** The scripts and files of `sed -i`; undefined without that option. An undefined script is in a file, or not known. */
export function inPlaceSed(args: readonly (string | undefined)[]) {
  if (!args.some((arg) => arg !== undefined && /^(?:-[nErsuz]*i|--in-place)/.test(arg))) return undefined
  // `-i.bak` has its suffix attached, so the rest of the cluster after `i` is not options.
  const plain = args.map((arg) => (arg !== undefined && /^-[nErsuz]*i/.test(arg) ? '-i' : arg))
  const read = readOperands(plain, ['-e', '-f', '-l', '--expression', '--file', '--line-length'])
  if (!hasOption(read, '-e', '-f', '--expression', '--file')) return { scripts: read.operands.slice(0, 1), files: read.operands.slice(1) }
  const scripts = read.given.flatMap(([name, value]) =>
    /^-e$|^--exp/.test(name) ? [value] : /^-f$|^--file$/.test(name) ? [undefined] : [],
  )
  return { scripts, files: read.operands }
}
