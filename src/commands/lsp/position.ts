import type { Position } from 'vscode-languageserver'
import { type LineIndex, positionAt } from '../../text/line-index.ts'

/** The place of an offset as editors count it: line and character from 0. */
export function editorPosition(lines: LineIndex, offset: number): Position {
  const { line, column } = positionAt(lines, offset)
  return { line: line - 1, character: column - 1 }
}
