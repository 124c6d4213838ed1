import { describeFailure } from '../model/failure.ts'
import type { Document, Files, Unit } from '../sources/source.ts'

/** A unit whose parser turns an exception into an error of its file, so that the other units of the run are still judged. */
export function isolated(unit: Unit): Unit {
  return {
    ...unit,
    parse: (io) => {
      try {
        return unit.parse(io)
      } catch (error) {
        return unread(unit.file, error, io)
      }
    },
  }
}

function unread(file: string, error: unknown, io: Files): Document {
  const answer = io.read(file)
  return {
    file,
    texts: new Map(answer.ok ? [[file, answer.text]] : []),
    containers: [],
    images: [],
    problems: [{ level: 'error', file, ...describeFailure(error) }],
    comments: [],
    edit: () => ({ edits: [], refused: [] }),
  }
}
