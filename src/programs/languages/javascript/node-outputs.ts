import { parentOf, upwards } from '../../../model/path.ts'
import { type Json, strings } from '../../../text/json.ts'
import { pathFrom } from '../../application.ts'
import type { ProgramFiles } from '../started.ts'
import { extended, MAX_SETTINGS, placeOf, readSettings } from './node-aliases.ts'

/** A directory that the compiler of TypeScript writes, and those that its sources may be in. */
export interface CompilerOutput {
  readonly output: string
  readonly sources: readonly string[]
}

/** The outputs of a package by its `tsconfig*.json` (typescriptlang.org, "outDir", "rootDir"). */
export function compilerOutputs(directory: string, files: ProgramFiles): readonly CompilerOutput[] {
  const named = files.list(directory).filter((name) => /^tsconfig(?:\.[\w-]+)?\.json$/.test(name))
  return named.slice(0, MAX_SETTINGS).flatMap((name): readonly CompilerOutput[] => {
    const path = pathFrom(directory, name)
    const output = placeOf('outDir', path, files)
    if (output === undefined) return []
    const root = placeOf('rootDir', path, files)
    // Without rootDir it is the directory that all sources share: one that they are included from, or one above the package.
    return [{ output, sources: root === undefined ? [...included(path, files), ...upwards(directory)] : [root] }]
  })
}

/** The path of a glob before its first part with a `*`. */
function plainDirectory(pattern: string): string {
  const [plain = '', ...more] = pattern.split('*')
  return more.length === 0 ? pattern : plain.slice(0, Math.max(0, plain.lastIndexOf('/')))
}

function included(path: string, files: ProgramFiles): readonly string[] {
  const patterns = (each: string, settings: Json): readonly string[] =>
    strings(settings.include).map((pattern) => pathFrom(parentOf(each), plainDirectory(pattern)))
  const settings = readSettings(path, files)
  const own = patterns(path, settings)
  return own.length > 0 ? own : extended(path, settings).flatMap((each) => patterns(each, readSettings(each, files)))
}
