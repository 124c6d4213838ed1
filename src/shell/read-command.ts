import type { Assignment, Command, HereDoc, Redirection, Word } from 'unbash'
import { type MappedText, sliceText, sourceSpan, withoutLeadingTabs } from '../text/mapped-text.ts'
import type { ShellAssignment, ShellRedirection, SimpleCommand } from './script.ts'
import { readWord } from './words.ts'

/** Words, assignments and redirections of a simple command. */
export function readCommand(node: Command, mapped: MappedText): Omit<SimpleCommand, 'context' | 'pipeline'> {
  const words = node.name ? [readWord(node.name, mapped)] : []
  const assignments: ShellAssignment[] = []
  for (const item of node.prefix) {
    if (item.type === 'Assignment') assignments.push(readAssignment(item, mapped, node.name === undefined))
  }
  for (const item of node.args) {
    words.push(readWord(item, mapped))
    if (item.type === 'Assignment') assignments.push(readAssignment(item, mapped, true))
  }
  return {
    words,
    assignments,
    redirections: node.redirects.map((redirect) => readRedirection(redirect, mapped)),
    span: sourceSpan(mapped, [node.pos, node.end]),
  }
}

function readAssignment(node: Assignment, mapped: MappedText, lasting: boolean): ShellAssignment {
  const value = node.value
  return {
    name: node.name,
    append: node.append ?? false,
    ...(node.index ? { index: node.index.text } : {}),
    value:
      value.type === 'ArrayValue'
        ? {
            kind: 'array',
            words: value.elements.map((word) => readWord(word, mapped)),
            span: sourceSpan(mapped, [value.pos, value.end]),
          }
        : { kind: 'word', word: readWord(value, mapped) },
    lasting,
    span: sourceSpan(mapped, [node.pos, node.end]),
  }
}

export function readRedirection(node: Redirection, mapped: MappedText): ShellRedirection {
  const descriptor = node.descriptor?.type === 'FileDescriptor' ? node.descriptor.value : undefined
  const target: Word | undefined = node.type === 'HereDoc' ? undefined : node.target
  return {
    operator: node.operator,
    ...(descriptor === undefined ? {} : { descriptor }),
    ...(target ? { target: readWord(target, mapped) } : {}),
    ...(node.type === 'HereDoc' ? { heredoc: readHeredoc(node, mapped) } : {}),
    span: sourceSpan(mapped, [node.pos, node.end]),
  }
}

function readHeredoc(node: HereDoc, mapped: MappedText): NonNullable<ShellRedirection['heredoc']> {
  const raw = sliceText(mapped, [node.body.pos, node.body.end])
  return {
    delimiter: node.delimiter?.value ?? '',
    quoted: node.delimiter?.quoted ?? false,
    body: node.operator === '<<-' ? withoutLeadingTabs(raw) : raw,
  }
}
