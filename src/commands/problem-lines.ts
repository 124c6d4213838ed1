import { type Problem, withHint } from '../model/finding.ts'
import { toCoverage } from '../report/results.ts'
import type { Files } from '../sources/source.ts'
import { escapeControls } from '../text/escape.ts'

/** One line for each problem: `file:line:column: message (hint)`, without line and column where the problem has no place. */
export function problemLines(problems: readonly Problem[], io: Files): string[] {
  const texts = [...new Set(problems.filter(({ offset }) => offset !== undefined).map(({ file }) => file))]
  return toCoverage(
    problems,
    texts.flatMap((file) => withText(file, io)),
  ).map((note) => {
    const place = note.line === undefined ? note.filePath : `${note.filePath}:${note.line}:${note.column}`
    return escapeControls(`${place}: ${withHint(note)}`)
  })
}

/** A file's text, if it can be read, for line numbers. */
export function withText(file: string, io: Files): { file: string; text: string }[] {
  const answer = io.read(file)
  return answer.ok ? [{ file, text: answer.text }] : []
}
