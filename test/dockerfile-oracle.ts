import type { JSONInstruction, ModifiableInstruction, Flag as OracleFlag, PropertyInstruction } from 'dockerfile-ast'
import { DockerfileParser, type Heredoc as OracleHeredoc, type Instruction as OracleInstruction } from 'dockerfile-ast'
import { type Instruction, readInstruction } from '../src/sources/dockerfile/instructions.ts'
import { splitFile } from '../src/sources/dockerfile/lines.ts'

/** What both parsers are asked about one instruction; spans are offsets of the file. */
export interface Reading {
  readonly keyword: string
  readonly start: number
  readonly flags: readonly string[]
  readonly arguments: readonly string[]
  readonly heredocs: readonly string[]
}

/** Our reading of a Dockerfile, in the words of the comparison. */
export function ourReading(text: string): Reading[] {
  const split = splitFile(text)
  return split.lines.map((line) => {
    const instruction = readInstruction(line, split.escape)
    return {
      keyword: instruction.onBuild ? `ONBUILD ${instruction.name}` : instruction.name,
      start: instruction.span[0],
      flags: instruction.flags.map((flag) => `${flag.name}=${flag.value?.text ?? ''}@${flag.span.join('-')}`),
      arguments: ourArguments(instruction),
      heredocs: instruction.heredocs.map((heredoc) => `${heredoc.name}:${dense(heredoc.body.text)}`),
    }
  })
}

/** The reading of dockerfile-ast, which knows neither our code nor docker-file-parser. */
export function oracleReading(text: string): Reading[] {
  const document = DockerfileParser.parse(text)
  const offset = offsets(text)
  return document.getInstructions().map((outer) => {
    let instruction: OracleInstruction = outer
    while ('getTriggerInstruction' in instruction && typeof instruction.getTriggerInstruction === 'function') {
      const inner: OracleInstruction | null = instruction.getTriggerInstruction()
      if (!inner) break
      instruction = inner
    }
    const keyword = instruction.getKeyword()
    const flags = 'getFlags' in instruction ? (instruction as ModifiableInstruction).getFlags() : []
    const heredocs = 'getHeredocs' in instruction ? (instruction as unknown as { getHeredocs(): OracleHeredoc[] }).getHeredocs() : []
    return {
      keyword: instruction === outer ? keyword : `ONBUILD ${keyword}`,
      start: offset(outer.getRange().start),
      flags: flags.map(
        (flag: OracleFlag) => `${flag.getName()}=${flag.getValue() ?? ''}@${offset(flag.getRange().start)}-${offset(flag.getRange().end)}`,
      ),
      arguments: oracleArguments(instruction, keyword, text, offset),
      heredocs: heredocs.map((heredoc) => {
        const range = heredoc.getContentRange()
        return `${heredoc.getName()}:${range ? dense(text.slice(offset(range.start), offset(range.end))) : ''}`
      }),
    }
  })
}

const PROPERTIES = new Set(['ARG', 'ENV', 'LABEL'])
const LISTS = new Set(['FROM', 'EXPOSE', 'COPY', 'ADD', 'VOLUME'])

function ourArguments(instruction: Instruction): string[] {
  const { name, args, pairs, json, heredocs } = instruction
  // The oracle takes `ARG a b` for the old form of ENV, and shows no strings of a HEALTHCHECK: those are compared as text.
  if (name === 'ARG') return [dense(instruction.rest.text)]
  if (PROPERTIES.has(name)) return pairs.map((pair) => `${dense(pair.name)}=${dense(pair.value?.text ?? '')}@${pair.value?.span[0] ?? ''}`)
  const positioned = (json && args.length > 0 && name !== 'HEALTHCHECK') || LISTS.has(name)
  if (positioned) return args.map((arg) => `${dense(arg.text)}@${arg.span.join('-')}`)
  // The oracle counts a heredoc of RUN among the arguments.
  return [dense(instruction.rest.text + heredocs.map((heredoc) => heredoc.body.text + heredoc.name).join(''))]
}

function oracleArguments(instruction: OracleInstruction, keyword: string, text: string, offset: (position: Position) => number): string[] {
  const args = instruction.getArguments()
  if (keyword === 'ARG') return [dense(joined(args.map((arg) => arg.getValue()).join(' ')))]
  if (PROPERTIES.has(keyword)) {
    return (instruction as PropertyInstruction).getProperties().map((property) => {
      const range = property.getValueRange()
      const raw = range ? text.slice(offset(range.start), offset(range.end)) : ''
      return `${dense(property.getName())}=${dense(joined(raw))}@${range ? offset(range.start) : ''}`
    })
  }
  const strings = 'getJSONStrings' in instruction ? (instruction as JSONInstruction).getJSONStrings() : []
  if (strings.length > 0) {
    return strings.map(
      (string) => `${dense(unquoted(joined(string.getValue())))}@${offset(string.getRange().start)}-${offset(string.getRange().end)}`,
    )
  }
  if (LISTS.has(keyword)) return args.map((arg) => `${dense(arg.getValue())}@${offset(arg.getRange().start)}-${offset(arg.getRange().end)}`)
  const shown = keyword === 'HEALTHCHECK' ? args.slice(1) : args
  return [dense(shown.map((arg) => arg.getValue()).join(' '))]
}

interface Position {
  readonly line: number
  readonly character: number
}

function offsets(text: string): (position: Position) => number {
  const starts = [0]
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n')) starts.push(at + 1)
  }
  return (position) => (starts[position.line] ?? 0) + position.character
}

/** White space and escape signs are not compared: the oracle drops them from what it shows of a text. */
function dense(text: string): string {
  return text.replace(/[\s\\`]+/g, '')
}

function unquoted(string: string): string {
  try {
    return String(JSON.parse(string))
  } catch {
    return string
  }
}

/** Continuations and the comments between them taken out of a raw slice of a file. */
function joined(raw: string): string {
  return raw.replace(/[\\`][ \t]*\r?\n(?:[ \t]*(?:#.*)?\r?\n)*/g, '')
}
