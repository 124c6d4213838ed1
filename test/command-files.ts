import { ALL_SOURCES } from '../src/project/all-sources.ts'
import { matchSource } from '../src/sources/registry.ts'
import type { Document, Files } from '../src/sources/source.ts'

export type RunFileKind = string

/** The id of the source that a file belongs to. */
export function recogniseRunFile(file: string, text: string): RunFileKind | undefined {
  const { source } = matchSource({ path: file, text, isExplicit: false, markdown: true })
  return source?.load && source.id
}

/** Reads a file as one of a source. `markdown`: false reads no documentation. */
export function parseRunFile(file: string, text: string, kind: RunFileKind, io: Files, options: { markdown?: boolean } = {}): Document {
  const source = ALL_SOURCES.known.find(({ id }) => id === kind)
  const reader = source && ALL_SOURCES.readers.get(source)
  if (!reader) throw new Error(`no source is called ${kind}`)
  return reader(file, source.isDocumentation && !options.markdown ? '' : text, io)
}
