import { parseAllDocuments, type YAMLError, type Document as YamlDocument } from 'yaml'
import type { Problem } from '../../model/finding.ts'
import { lineEnd } from '../../text/line-index.ts'
import { duplicateKey, TEXTS } from '../../text/yaml-tree.ts'
import type { ComposeText } from './site.ts'

/** Larger files are refused: a Compose file of this size is an accident or an attack. UTF-16 units. */
export const MAX_COMPOSE_TEXT = 4_000_000

/** A parsed text and its problems. `parsed` is absent if nothing could be read. */
export interface ParsedText {
  readonly parsed?: ComposeText
  readonly problems: readonly Problem[]
}

/**
 * Parses the text of a Compose file into YAML documents with ranges. Scalars stay strings: `readScalar` types them as Compose does, which
 * the YAML 1.2 core schema would not (`0755`). Merge keys are left to the reader, which records where values come from.
 */
export function parseText(file: string, text: string): ParsedText {
  const refuse = (message: string, hint: string, offset?: number): ParsedText => ({
    problems: [{ level: 'error', file, message, hint, ...(offset === undefined ? {} : { offset }) }],
  })
  if (text.length > MAX_COMPOSE_TEXT)
    return refuse('the file is too large to be a Compose file', `files over ${MAX_COMPOSE_TEXT / 1e6} MB are not read`)
  const nul = text.indexOf('\0')
  if (nul !== -1) return refuse('the file holds a NUL character, so it is not YAML', 'check its encoding: Compose reads UTF-8', nul)
  let documents: YamlDocument.Parsed[]
  try {
    documents = [
      ...parseAllDocuments(text, { schema: TEXTS, prettyErrors: false, uniqueKeys: false, strict: true, logLevel: 'silent' }),
    ] as YamlDocument.Parsed[]
  } catch (error) {
    // The parser recurses: some thousand levels of nesting exhaust the stack.
    return refuse(`the file is nested too deeply to be read (${error instanceof Error ? error.name : 'error'})`, 'flatten the file')
  }
  const document = documents[0]
  if (!document) return { problems: [] }
  const problems: Problem[] = []
  for (const each of documents) {
    const error = each.errors[0]
    const twice = error ? undefined : duplicateKey(each)
    if (error) problems.push(yamlProblem(file, text, error))
    else if (twice) {
      const message = `${twice.message}, so Compose refuses the file`
      problems.push({ level: 'error', file, offset: twice.offset, message, hint: 'keep one of the two' })
    }
  }
  return { parsed: { file, text, document, documents }, problems }
}

function yamlProblem(file: string, text: string, error: YAMLError): Problem {
  const at = Math.min(error.pos[0], text.length)
  const offset = error.code === 'BAD_INDENT' ? skipToToken(text, at) : at
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset + 1)
  if (error.code === 'TAB_AS_INDENT' || /^ *\t/.test(line)) {
    return { level: 'error', file, offset, message: 'not valid YAML: a tab is used for indentation', hint: 'indent with spaces' }
  }
  return { level: 'error', file, offset, message: `not valid YAML: ${error.message.split('\n')[0]}`, hint: hintFor(error) }
}

/** The offset of the first character from `offset` on that is neither white space nor in a comment: the parser names what stands before. */
function skipToToken(text: string, offset: number): number {
  let at = offset
  while (at < text.length) {
    if (text[at] === '#') at = lineEnd(text, at)
    else if (/\s/.test(text[at] ?? '')) at += 1
    else return at
  }
  return offset
}

function hintFor(error: YAMLError): string {
  switch (error.code) {
    case 'BAD_ALIAS':
      return 'define the anchor before the alias that uses it'
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return 'check the indentation and quote values that hold ": "'
    case 'BAD_INDENT':
      return 'check the indentation'
    default:
      return 'correct the YAML here; `docker compose config` refuses the file too'
  }
}
