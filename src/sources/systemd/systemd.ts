import type { FileContent } from '../../engine-command/file-content.ts'
import { type FoundCommand, findCommands } from '../../engine-command/find.ts'
import { partsOf, unknownText } from '../../engine-command/rewrite.ts'
import { createState, type State } from '../../shell/state.ts'
import { UNKNOWN } from '../../shell/value.ts'
import { fileName } from '../../text/file-name.ts'
import { type IniFile, parseIni } from '../../text/ini.ts'
import { joinText, type MappedText, sliceText, sourceSpan, type TextPart } from '../../text/mapped-text.ts'
import { upTo } from '../../text/up-to.ts'

const COMMANDS = /^Exec(?:Start|StartPre|StartPost|Condition|Reload|Stop|StopPost)$/

/** A systemd service unit: the commands of `ExecStart=` and similar keys (systemd.service(5), "COMMAND LINES"). */
export function readSystemdUnit(text: string, file: string): FileContent {
  const ini = parseIni(text)
  const state = environmentOf(ini, text)
  const type = ini.entries.findLast(({ section, key }) => section === 'Service' && key === 'Type')?.value.text.trim()
  const commands: FoundCommand[] = []
  for (const entry of ini.entries) {
    if (entry.section !== 'Service' || !COMMANDS.test(entry.key)) continue
    commands.push(
      ...findCommands(
        {
          text: commandLine(entry.value, unitName(file)),
          encode: (written) => written.replace(/[%$]/g, '$&$&'),
          service: entry.key === 'ExecStart' && type !== 'oneshot',
        },
        text,
        state,
      ),
    )
  }
  return { commands, definitions: [], comments: ini.comments }
}

/** `Environment=A=b "C=d e"`; a missing variable may come from `EnvironmentFile=` or the manager. */
function environmentOf(ini: IniFile, text: string): State {
  const state = createState()
  for (const { section, key, value } of ini.entries) {
    if (section !== 'Service' || key !== 'Environment') continue
    for (const match of upTo(10_000, value.text).matchAll(
      /"([A-Za-z_]\w*)=([^"]*)"|'([A-Za-z_]\w*)=([^']*)'|(?<=^|\s)([A-Za-z_]\w*)=(\S*)/g,
    )) {
      const name = match[1] ?? match[3] ?? match[5] ?? ''
      const content = match[2] ?? match[4] ?? match[6] ?? ''
      if (content.includes('%')) {
        state.own.set(name, UNKNOWN)
        continue
      }
      const start = match.index + match[0].lastIndexOf(content)
      const at = sourceSpan(value, [start, start + content.length])
      state.own.set(name, { kind: 'text', pieces: [{ text: content, at, exact: text.slice(at[0], at[1]) === content, hole: false }] })
    }
  }
  return state
}

interface UnitName {
  readonly unit: string
  readonly prefix: string
}

/** `web@.service` → `{ unit: 'web@.service', prefix: 'web' }`. */
function unitName(file: string): UnitName {
  const unit = fileName(file).replace(/\.(?:in|j2|tmpl|template)$/, '')
  return { unit, prefix: unit.replace(/\.[a-z]+$/, '').replace(/@.*$/, '') }
}

/** The command line as shell text: prefixes removed, specifiers resolved or holes, signs that only a shell interprets escaped. */
function commandLine(value: MappedText, name: UnitName): MappedText {
  const { text } = value
  const parts: TextPart[] = []
  let quote = ''
  let at = /^\s*[-@+!:|]*/.exec(text)?.[0].length ?? 0
  const marks = templates(text, at)
  while (at < text.length) {
    const char = text[at] ?? ''
    const special = specialAt(text, at, quote, name, marks)
    if (special) {
      parts.push({ text: special.written, source: sourceSpan(value, [at, special.end]) })
      if (special.written === char && /["']/.test(char)) quote = quote === '' ? char : ''
      at = special.end
    } else {
      // Plain text stays one piece.
      const stretch = /^[\w\s./:=,@+-]+/.exec(text.slice(at))?.[0].length ?? 1
      parts.push(...partsOf(sliceText(value, [at, at + stretch])))
      at += stretch
    }
  }
  return joinText(parts)
}

/** What a sign that systemd or a template interprets is in shell text, and where it ends; undefined for plain text. */
function specialAt(
  text: string,
  at: number,
  quote: string,
  name: UnitName,
  marks: ReadonlyMap<number, number>,
): { readonly written: string; readonly end: number } | undefined {
  const [char = '', next = ''] = text.slice(at, at + 2)
  const block = marks.get(at)
  if (block !== undefined) return { written: unknownText(text.startsWith('{{', at) ? text.slice(at + 2, block - 2) : 'OPTS'), end: block }
  if (char === '%' && next !== '') return { written: specifier(next, name), end: at + 2 }
  if (char === '\\' && next !== '') return { written: text.slice(at, at + 2), end: at + 2 }
  if (char === '$' && next === '$') return { written: '\\$', end: at + 2 }
  if ((char === '"' || char === "'") && (quote === '' || quote === char)) return { written: char, end: at + 1 }
  const isOfBraces = (char === '{' && text[at - 1] === '$') || inBraces(text, at)
  const isOfShell = quote === '' && /[;&|<>()#*?[`!~{}]/.test(char) && !isOfBraces
  if (isOfShell || (char === '$' && next === '(')) return { written: quote === "'" ? char : `\\${char}`, end: at + 1 }
  return undefined
}

/** The value of a specifier (systemd.unit(5), "Specifiers"). */
function specifier(letter: string, { unit, prefix }: UnitName): string {
  if (letter === '%') return '%'
  if (letter === 'n') return unit
  return 'pN'.includes(letter) && !unit.includes('@') ? prefix : '$(_)'
}

/** Whether the `}` at an offset closes a `${`. */
function inBraces(text: string, at: number): boolean {
  const open = text.lastIndexOf('${', at)
  return text[at] === '}' && open !== -1 && !text.slice(open, at).includes('}')
}

/** Template marks in a unit, start → end: `{{ name }}`, comments, and all from the first `{%` to the last `%}`. */
function templates(text: string, from: number): ReadonlyMap<number, number> {
  const marks = upTo(10_000, text)
    .slice(from)
    .matchAll(/\{%[\s\S]*%\}|\{%[\s\S]*|\{\{[^{}]*(?:\}\}|$)|\{#[^#]*(?:#\}|$)/g)
  return new Map([...marks].map(({ 0: mark, index }) => [from + index, from + index + mark.length]))
}
