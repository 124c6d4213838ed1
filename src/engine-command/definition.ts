import type { Span } from '../model/fact.ts'
import { type Field, field, type Piece } from '../shell/value.ts'
import { joinText, type MappedText } from '../text/mapped-text.ts'
import type { RunCommand } from './command.ts'
import { findCommands } from './find.ts'
import { type EngineName, flagsOf } from './flags.ts'
import type { FlagUse } from './read-flag.ts'
import { partsOf } from './rewrite.ts'

/** The value of a key as one argument; matches of `holes` are unknown and stay as written. */
export function valueField(value: MappedText, file: string, word: Span, holes?: RegExp): Field {
  const pieces: Piece[] = []
  for (const part of value.pieces) {
    const text = value.text.slice(part.at, part.at + part.length)
    const same = file.slice(part.source[0], part.source[1]) === text
    const add = (from: number, to: number, hole: boolean): void => {
      if (from >= to) return
      const at: Span = same ? [part.source[0] + from, part.source[0] + to] : part.source
      pieces.push({ text: text.slice(from, to), at, exact: same && !hole, hole })
    }
    let at = 0
    for (const match of holes ? text.matchAll(holes) : []) {
      add(at, match.index, false)
      add(match.index, match.index + match[0].length, true)
      at = match.index + match[0].length
    }
    add(at, text.length, false)
  }
  return field(pieces, word, true)
}

/** A key of another syntax as one flag. */
export function flagUse(engine: EngineName, name: string, span: Span, value?: Field): FlagUse {
  const flag = flagsOf(engine, 'run').long.get(name) ?? { name, boolean: value === undefined }
  return { flag, item: value ?? field([], span, false), span, ...(value ? { value } : {}) }
}

/** The flags of an option string (`options:` of a workflow's service, `PodmanArgs=`), which is split as a shell would. */
export function optionFlags(engine: EngineName, options: MappedText, file: string): Pick<RunCommand, 'flags' | 'hidden'> {
  const ends = [options.pieces[0]?.source[0] ?? 0, options.pieces.at(-1)?.source[1] ?? 0] as const
  const text = joinText([
    { text: `${engine} create `, source: [ends[0], ends[0]] },
    ...partsOf(options),
    { text: ' -- image', source: [ends[1], ends[1]] },
  ])
  const command = findCommands({ text, encode: () => undefined }, file).find((found) => found.kind === 'run')?.command
  return { flags: command?.flags ?? [], hidden: command?.hidden ?? [] }
}
