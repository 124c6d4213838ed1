import type { Span } from '../../model/fact.ts'
import { byNames } from '../../model/own.ts'
import { type MappedText, sliceText, sourceSpan } from '../../text/mapped-text.ts'
import { type Cut, cutArguments, type WordPiece } from './arguments.ts'
import type { EscapeSign, Heredoc, LogicalLine } from './lines.ts'

/** A text of an instruction with its place in the file. */
export interface Word {
  readonly text: string
  readonly span: Span
}

export interface InstructionFlag {
  readonly name: string
  readonly value?: Word
  readonly span: Span
}

/** `name=value` of ENV, ARG and LABEL; no value for an ARG without default. */
export interface Pair {
  readonly name: string
  readonly value?: Word
  readonly span: Span
}

/** One instruction with the place of every part. Nothing is substituted yet. Spans are in the file. */
export interface Instruction {
  /** In capitals; for ONBUILD, the instruction after it. */
  readonly name: string
  readonly onBuild: boolean
  readonly flags: readonly InstructionFlag[]
  readonly json: boolean
  readonly args: readonly Word[]
  readonly pairs: readonly Pair[]
  /** The text after the flags: a script for RUN, CMD, ENTRYPOINT and HEALTHCHECK CMD in shell form. */
  readonly rest: MappedText
  readonly heredocs: readonly Heredoc[]
  readonly span: Span
}

/** How the arguments of each instruction are split (parser.go, the dispatch table); also the list of known instructions. */
const CUTS: ReadonlyMap<string, Cut> = new Map(
  byNames<Cut>({
    'ADD COPY VOLUME': 'json-or-list',
    'ARG ENV LABEL': 'words',
    'CMD ENTRYPOINT HEALTHCHECK RUN SHELL': 'json-or-text',
    'EXPOSE FROM': 'list',
    'MAINTAINER STOPSIGNAL USER WORKDIR': 'text',
  }),
)

/** Whether builders know the instruction (in capitals). */
export function isInstruction(name: string): boolean {
  return name === 'ONBUILD' || CUTS.has(name)
}

const BLANKS = /[\t\v\f\r ]+/

/** Reads a logical line as an instruction. An unknown one keeps its text as one argument. */
export function readInstruction(logical: LogicalLine, escapeSign: EscapeSign): Instruction {
  let line = logical.line
  let onBuild = false
  for (;;) {
    const blank = BLANKS.exec(line.text)
    const keyword = (blank ? line.text.slice(0, blank.index) : line.text).toUpperCase()
    const behind = blank
      ? sliceText(line, [blank.index + blank[0].length, line.text.length])
      : sliceText(line, [line.text.length, line.text.length])
    const { flags, end } = readFlags(behind, escapeSign)
    const rest = sliceText(behind, [end, behind.text.length])
    if (keyword === 'ONBUILD' && rest.text !== '') {
      onBuild = true
      line = rest
      continue
    }
    return { name: keyword, onBuild, flags, ...readArguments(keyword, rest, escapeSign), heredocs: logical.heredocs, span: logical.span }
  }
}

type Arguments = Pick<Instruction, 'json' | 'args' | 'pairs' | 'rest'>

function readArguments(name: string, rest: MappedText, escapeSign: EscapeSign): Arguments {
  const cut = CUTS.get(name) ?? 'text'
  if (name === 'HEALTHCHECK') return readHealthcheck(rest, escapeSign)
  const { json, pieces } = cutArguments(rest.text, cut, escapeSign)
  const args = pieces.map((piece) => toWord(piece, rest))
  const pairs = cut === 'words' ? readPairs(name, pieces, rest) : []
  return { json, args, pairs, rest }
}

/** `HEALTHCHECK CMD …` and `HEALTHCHECK NONE` (parser.go, parseHealthConfig): the type, then the arguments of CMD. */
function readHealthcheck(rest: MappedText, escapeSign: EscapeSign): Arguments {
  const end = /\s|$/.exec(rest.text)?.index ?? rest.text.length
  const type: WordPiece = { text: rest.text.slice(0, end), span: [0, end] }
  const start = end + (/^\s*/.exec(rest.text.slice(end))?.[0].length ?? 0)
  const command = sliceText(rest, [start, rest.text.length])
  const { json, pieces } = cutArguments(command.text, 'json-or-text', escapeSign)
  const args = [toWord(type, rest), ...pieces.map((piece) => toWord(piece, command))]
  return { json, args: type.text === '' ? [] : args, pairs: [], rest: command }
}

function readPairs(name: string, pieces: readonly WordPiece[], rest: MappedText): readonly Pair[] {
  const first = pieces[0]
  if (!first) return []
  if (name !== 'ARG' && !first.text.includes('=')) {
    // The old form, `ENV name value with blanks`: one pair per line.
    const blank = BLANKS.exec(rest.text)
    const key = blank ? rest.text.slice(0, blank.index) : rest.text
    const span = sourceSpan(rest, [0, rest.text.length])
    if (!blank) return [{ name: key, span }]
    const start = blank.index + blank[0].length
    return [{ name: key, value: toWord({ text: rest.text.slice(start), span: [start, rest.text.length] }, rest), span }]
  }
  return pieces.map((piece) => {
    const equals = piece.text.indexOf('=')
    const span = sourceSpan(rest, piece.span)
    if (equals === -1) return { name: piece.text, span }
    const at = piece.span[0] + equals + 1
    return {
      name: piece.text.slice(0, equals).replace(/["']/g, ''),
      value: toWord({ text: piece.text.slice(equals + 1), span: [at, piece.span[1]] }, rest),
      span,
    }
  })
}

/** Flags come before the arguments; `--` alone ends them (parser.go, extractBuilderFlags). Quotes and escapes in them are resolved. */
function readFlags(line: MappedText, escapeSign: EscapeSign): { readonly flags: readonly InstructionFlag[]; readonly end: number } {
  const flags: InstructionFlag[] = []
  let at = 0
  for (;;) {
    at += /^\s*/.exec(line.text.slice(at))?.[0].length ?? 0
    if (!line.text.startsWith('--', at)) return { flags, end: at }
    const { text, end } = readFlagWord(line.text, at, escapeSign)
    if (text === '--') return { flags, end: end + (/^\s*/.exec(line.text.slice(end))?.[0].length ?? 0) }
    flags.push(toFlag(text, [at, end], line))
    at = end
  }
}

function readFlagWord(line: string, start: number, escapeSign: EscapeSign): { readonly text: string; readonly end: number } {
  let text = ''
  let quote = ''
  let at = start
  for (; at < line.length; at++) {
    const sign = line[at] ?? ''
    if (quote === '' && /\s/.test(sign)) break
    if (quote === '' && (sign === '"' || sign === "'")) quote = sign
    else if (sign === quote) quote = ''
    else if (sign === escapeSign) text += line[++at] ?? ''
    else text += sign
  }
  return { text, end: Math.min(at, line.length) }
}

function toFlag(text: string, span: Span, line: MappedText): InstructionFlag {
  const equals = text.indexOf('=')
  const written = line.text.slice(...span)
  const name = (equals === -1 ? text : text.slice(0, equals)).slice(2)
  if (equals === -1) return { name, span: sourceSpan(line, span) }
  // Quotes and escapes may make the written flag longer than its text; the value starts after the equals sign in both.
  const start = span[0] + written.indexOf('=') + 1
  return { name, value: { text: text.slice(equals + 1), span: sourceSpan(line, [start, span[1]]) }, span: sourceSpan(line, span) }
}

function toWord(piece: WordPiece, line: MappedText): Word {
  return { text: piece.text, span: sourceSpan(line, piece.span) }
}
