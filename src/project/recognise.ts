import { describeFailure } from '../model/failure.ts'
import type { Problem } from '../model/finding.ts'
import { PROOF_FILE } from '../model/proof-file.ts'
import { writtenUnit } from '../sources/compose/units.ts'
import { matchSource, sourceByName } from '../sources/registry.ts'
import type { Files, ProjectOptions, Reader, Skipped, Source, Unit } from '../sources/source.ts'
import { fileName } from '../text/file-name.ts'
import { foldersAbove, join } from '../text/path.ts'
import { isolated } from './isolate.ts'
import type { Sources } from './sources.ts'

/** A file that a walk found, or that the user named. */
export interface WalkedFile {
  readonly path: string
  /** Named by the user: it is read under any name, and an error if it cannot be read. */
  readonly explicit: boolean
}

export interface UnitOptions extends Omit<ProjectOptions, 'deployed'> {
  readonly sources: Sources
  /** Read fenced shell blocks of Markdown files too. */
  readonly markdown?: boolean
}

export interface Recognised {
  readonly units: readonly Unit[]
  /** Dockerfiles: only the Compose files say how they are built. */
  readonly dockerfiles: readonly string[]
  readonly skipped: readonly Skipped[]
  /** How many files that the user named have nothing to lint. */
  readonly named: number
  readonly problems: readonly Problem[]
}

/** Most Compose files of one script: each is read as a text as long as the script. */
const MAX_WRITTEN = 20

/** Sorts files into units to lint: Compose projects, scripts, Dockerfiles. Content decides; a name only makes a file a candidate. */
export function recognise(candidates: readonly WalkedFile[], io: Files, options: UnitOptions): Recognised {
  const { known, readers, writtenComposeFiles } = options.sources
  const problems: Problem[] = []
  const skipped: Skipped[] = []
  /** Files by the source that makes units of several. */
  const joined = new Map(known.flatMap((source): [Source, string[]][] => (source.units ? [[source, []]] : [])))
  const others: Unit[] = []
  const dockerfiles: string[] = []
  const deployed = new Set<string>()
  const projectOptions = { ...options, deployed }
  let named = 0
  for (const candidate of candidates) {
    try {
      recogniseFile(candidate)
    } catch (error) {
      problems.push({ level: 'error', file: candidate.path, ...describeFailure(error) })
    }
  }
  const units = [...joined].flatMap(([source, files]) => source.units?.(files, io, projectOptions, problems) ?? [])
  return { units: [...units, ...others].map(isolated), dockerfiles, skipped, named, problems }

  function recogniseFile({ path, explicit }: WalkedFile): void {
    const answer = io.read(path)
    if (!answer.ok) {
      if (explicit || sourceByName(path, known)?.units)
        problems.push({ level: 'error', file: path, message: answer.why, hint: 'fix it, or leave it out with --ignore-pattern' })
      return
    }
    const { text } = answer
    if (fileName(path) === PROOF_FILE) return
    for (const file of deployedStacks(path, text, io)) deployed.add(file)
    const { source, match, isScript } = matchSource({ path, text, isExplicit: explicit, markdown: options.markdown === true }, known)
    const all = (isScript && !source?.isBuilt && writtenComposeFiles?.(text)) || []
    if (all.length > MAX_WRITTEN) {
      const message = `writes more than ${MAX_WRITTEN} Compose files; the others are not judged`
      problems.push({ level: 'note', file: path, offset: 0, message })
    }
    const written = all.slice(0, MAX_WRITTEN)
    for (const [index, first] of written.entries()) {
      const writtenIn = (script: string) => (script === text ? first : writtenComposeFiles?.(script)[index])?.()
      others.push(writtenUnit(path, writtenIn, io, projectOptions))
    }
    if (!source || !match) return
    if (match.is === 'refused') {
      problems.push({ level: 'error', file: path, message: match.message, hint: match.hint })
    } else if (match.is === 'skipped') skipped.push({ file: path, why: match.why })
    else if (match.is === 'nothing') named += explicit && written.length === 0 ? 1 : 0
    else if (source.isBuilt) dockerfiles.push(path)
    else if (source.units) joined.get(source)?.push(path)
    else {
      const reader = readers.get(source)
      if (reader) others.push(fileUnit(path, reader))
    }
  }
}

function fileUnit(path: string, read: Reader): Unit {
  return {
    file: path,
    readsOthers: () => false,
    parse: (io) => {
      const answer = io.read(path)
      return read(path, answer.ok ? answer.text : '', io)
    },
  }
}

/** How many folders above a script are searched for a file that it names. */
const MAX_LEVELS = 2

/** The existing Compose files that a text deploys as a stack with a literal name (`docker stack deploy -c FILE NAME`). */
export function deployedStacks(path: string, text: string, io: Files): readonly string[] {
  if (!/\bstack\s+(?:deploy|up)\b/.test(text)) return []
  const lines = text.replace(/\\\r?\n/g, ' ').split('\n')
  return lines.flatMap(filesNamed).flatMap((name) => {
    const plain = name.replace(/^(["'])(.*)\1$/, '$2').replace(/^\$(?:\{?PWD\}?|\(pwd\))\//, '')
    if (/[$`*?]/.test(plain)) return []
    const places = foldersAbove(path).slice(0, MAX_LEVELS + 1)
    return places.map((folder) => join(folder, plain)).find(io.exists) ?? []
  })
}

/** Values of `-c` and `--compose-file` of a line's `docker stack deploy`; one value may hold several, separated by commas. */
function filesNamed(line: string): readonly string[] {
  const words = line.trim().split(/\s+/)
  const at = words.findIndex((word, index) => word === 'stack' && /^(?:deploy|up)$/.test(words[index + 1] ?? ''))
  if (at === -1 || words[0]?.startsWith('#')) return []
  return words.slice(at + 2).flatMap((word, index, rest) => {
    const value = word === '-c' || word === '--compose-file' ? rest[index + 1] : /^(?:-c|--compose-file=)(.+)$/.exec(word)?.[1]
    return value === undefined ? [] : value.split(',')
  })
}
