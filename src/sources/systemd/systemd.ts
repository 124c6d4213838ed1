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

/** `web@.service` → `{ unit: 'web@.service', prefix: 'web' }`. */
function unitName(file: string): { readonly unit: string; readonly prefix: string } {
  const unit = fileName(file).replace(/\.(?:in|j2|tmpl|template)$/, '')
  return { unit, prefix: unit.replace(/\.[a-z]+$/, '').replace(/@.*$/, '') }
}

/** The command line as shell text: prefixes removed, specifiers resolved or holes, signs that only a shell interprets escaped. */
function commandLine(value: MappedText, name: { readonly unit: string; readonly prefix: string }): MappedText {
  const { text } = value
  const parts: TextPart[] = []
  const put = (written: string, start: number, end: number): void => {
    parts.push({ text: written, source: sourceSpan(value, [start, end]) })
  }
  let quote = ''
  let at = /^\s*[-@+!:|]*/.exec(text)?.[0].length ?? 0
  const marks = templates(text, at)
  while (at < text.length) {
    const char = text[at] ?? ''
    const next = text[at + 1] ?? ''
    const block = marks.get(at)
    if (block !== undefined) {
      put(unknownText(text.startsWith('{{', at) ? text.slice(at + 2, block - 2) : 'OPTS'), at, block)
      at = block
    } else if (char === '%' && next !== '') {
      put(
        next === '%' ? '%' : next === 'n' ? name.unit : 'pN'.includes(next) && !name.unit.includes('@') ? name.prefix : '$(_)',
        at,
        at + 2,
      )
      at += 2
    } else if (char === '\\' && next !== '') {
      put(text.slice(at, at + 2), at, at + 2)
      at += 2
    } else if (char === '$' && next === '$') {
      put('\\$', at, at + 2)
      at += 2
    } else if ((char === '"' || char === "'") && (quote === '' || quote === char)) {
      quote = quote === '' ? char : ''
      put(char, at, ++at)
    } else if (
      (quote === '' && /[;&|<>()#*?[`!~{}]/.test(char) && !(char === '{' && text[at - 1] === '$') && !inBraces(text, at)) ||
      (char === '$' && next === '(')
    ) {
      put(quote === "'" ? char : `\\${char}`, at, ++at)
    } else {
      // Plain text stays one piece.
      const stretch = /^[\w\s./:=,@+-]+/.exec(text.slice(at))?.[0].length ?? 1
      parts.push(...partsOf(sliceText(value, [at, at + stretch])))
      at += stretch
    }
  }
  return joinText(parts)
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
