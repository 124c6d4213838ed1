import { describeFailure } from '../model/failure.ts'
import type { Document, Files, Unit } from '../sources/source.ts'

/** The unit, with an exception while it is read as an error of its file: the other units of the run are judged all the same. */
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
