import { describeFailure } from '../model/failure.ts'
import type { Problem } from '../model/finding.ts'
import type { FixInto } from '../model/intent.ts'
import { PROOF_FILE } from '../model/proof-file.ts'
import { classify, looksLikeCompose } from '../sources/compose/classify.ts'
import { discoverProjects } from '../sources/compose/discover.ts'
import { isComposeName, isDefaultName } from '../sources/compose/file-names.ts'
import { overrideOf } from '../sources/compose/override.ts'
import { parseComposeProject } from '../sources/compose/parse.ts'
import { type Override, type ProjectSpec, projectOf } from '../sources/compose/project-spec.ts'
import { isDockerfileName, isDockerfileTemplate, isDockerfileText } from '../sources/dockerfile/recognise.ts'
import { sourceByName, sourceOf } from '../sources/registry.ts'
import type { Files, Reader, Skipped, Unit } from '../sources/source.ts'
import { fileName } from '../text/file-name.ts'
import { deployedStacks } from './deployed-stacks.ts'
import { isolated } from './isolate.ts'
import type { Sources } from './sources.ts'

/** A file that a walk found, or that the user named. */
export interface Candidate {
  readonly path: string
  /** Named by the user: it is read whatever it is called, and what cannot be read is an error. */
  readonly explicit: boolean
}

export interface UnitOptions {
  readonly sources: Sources
  /** Variables for interpolation from the shell, where they are to count. */
  readonly env?: Readonly<Record<string, string>>
  /** Read fenced shell blocks of Markdown files too. */
  readonly markdown?: boolean
  /** Projects named on the command line or in the configuration: absolute paths in merge order. */
  readonly projects: readonly (readonly string[])[]
  /** Default: `definition`. */
  readonly fixInto?: FixInto
  /** Files that the user keeps from us, be they there or not: no override is made under such a name. Default: none. */
  readonly isIgnored?: (path: string) => boolean
}

export interface Recognised {
  readonly units: readonly Unit[]
  /** Dockerfiles: how they are built is known only when the Compose files are read. */
  readonly dockerfiles: readonly string[]
  readonly skipped: readonly Skipped[]
  /** Files that the user named, and in which there is nothing to lint. */
  readonly named: number
  readonly problems: readonly Problem[]
}

/** Sorts files into units to lint: Compose projects, scripts, Dockerfiles. Content decides; a name only makes a file a candidate. */
export function recognise(candidates: readonly Candidate[], io: Files, options: UnitOptions): Recognised {
  const problems: Problem[] = []
  const skipped: Skipped[] = []
  const composeFiles: string[] = []
  const others: Unit[] = []
  const dockerfiles: string[] = []
  const deployed = new Set<string>()
  let named = 0
  for (const candidate of candidates) {
    try {
      recogniseFile(candidate)
    } catch (error) {
      problems.push({ level: 'error', file: candidate.path, ...describeFailure(error) })
    }
  }
  const compose = composeUnits(composeFiles, io, { ...options, deployed }, problems)
  return { units: [...compose, ...others].map(isolated), dockerfiles, skipped, named, problems }

  function recogniseFile({ path, explicit }: Candidate): void {
    const expected = explicit || isComposeName(path)
    const answer = io.read(path)
    if (!answer.ok) {
      if (expected)
        problems.push({ level: 'error', file: path, message: answer.why, hint: 'repair it, or leave it out with --ignore-pattern' })
      return
    }
    const { text } = answer
    const name = fileName(path)
    if (name === PROOF_FILE) return
    for (const file of deployedStacks(path, text, io)) deployed.add(file)
    if ((isDockerfileName(name) || explicit) && isDockerfileText(text)) {
      dockerfiles.push(path)
      return
    }
    if (isDockerfileName(name) && isDockerfileTemplate(text)) {
      if (explicit || !saysTemplate(name)) skipped.push({ file: path, why: 'is a template of a Dockerfile, not yet rendered' })
      return
    }
    if (isDockerfileName(name) && !/^[ \t\ufeff]*FROM\b/im.test(text)) {
      const why = 'has no FROM, so no image can be built from it'
      if (explicit || isDefaultDockerfile(name)) problems.push({ level: 'error', file: path, message: why, hint: NO_DOCKERFILE })
      else skipped.push({ file: path, why })
      return
    }
    const isNamed = sourceByName(path, options.sources.known) !== undefined
    const isScript = isNamed ? !/\.ya?ml$/i.test(path) : text.startsWith('#!')
    const written = (isScript && options.sources.writtenComposeFiles?.(text)) || []
    others.push(...written.map((_, index) => writtenUnit(path, index, io, options)))
    const source = sourceOf(path, text, options.sources.known)
    const reader = source && options.sources.readers.get(source)
    if (source && reader && (!source.isDocumentation || options.markdown || explicit)) {
      others.push(fileUnit(path, reader))
    } else if (explicit || /\.ya?ml$/i.test(path)) {
      // A script without a command that starts a container was read, and is no gap: pre-commit names every script that changes.
      if (isScript || (!looksLikeCompose(text) && (!expected || isNamed))) {
        if (explicit && written.length === 0) named++
        return
      }
      const kind = classify(path, text)
      if (kind.kind === 'compose') composeFiles.push(path)
      else if (kind.kind === 'other' && isDefaultName(path)) {
        problems.push({ level: 'error', file: path, message: `${kind.why}, and Compose refuses it`, hint: NOT_COMPOSE })
      } else if (expected) skipped.push({ file: path, why: kind.why })
    }
  }
}

const NOT_COMPOSE = 'write `services:` at its top, or leave it out with --ignore-pattern'
const NO_DOCKERFILE = 'begin it with FROM, or leave it out with --ignore-pattern'

/** Whether a build without `-f` reads a file of this name. */
function isDefaultDockerfile(name: string): boolean {
  return /^(?:dockerfile|containerfile)$/i.test(name)
}

/** Whether a name promises a template rather than a Dockerfile. */
function saysTemplate(name: string): boolean {
  return /\.(?:j2|jinja2?|template|tmpl|tpl|erb|em|in)$/.test(name)
}

interface ComposeOptions extends UnitOptions {
  /** Compose files that a script deploys as a stack. */
  readonly deployed: ReadonlySet<string>
}

/** The projects that are named, and those that the other Compose files form. */
function composeUnits(composeFiles: readonly string[], io: Files, options: ComposeOptions, problems: Problem[]): readonly Unit[] {
  const named = options.projects.map((files) => projectOf(files, 'named together', io))
  const taken = new Set(named.flatMap(({ files }) => files))
  const found = projectsOf(
    composeFiles.filter((file) => !taken.has(file)),
    io,
    options,
    problems,
  )
  return [
    // Whoever names the files of a project means them, ignored or not.
    ...named.map((spec) => composeUnit(spec, io, options, () => false)),
    ...found.map((spec) => composeUnit(spec, io, options, options.isIgnored ?? (() => false))),
  ]
}

/** The projects that files form; each file alone where finding out how they hang together failed. */
function projectsOf(files: readonly string[], io: Files, options: UnitOptions, problems: Problem[]): readonly ProjectSpec[] {
  try {
    return discoverProjects(files, io, options)
  } catch (error) {
    problems.push({ level: 'error', file: files[0] ?? '', ...describeFailure(error) })
    return files.map((file) => projectOf([file], 'a file of its own', io))
  }
}

function mayReadOthers(file: string, io: Files): boolean {
  const answer = io.read(file)
  return answer.ok && /\b(?:extends|include)\b/.test(answer.text)
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

/** A Compose file that a script writes: the script with all else blank, and what cannot be read of it is no error of the script. */
function writtenUnit(path: string, index: number, io: Files, options: UnitOptions): Unit {
  const spec = projectOf([path], 'written by a script', io)
  return {
    file: path,
    parse: (files) => {
      const script = files.read(path)
      const text = script.ok ? script.text : ''
      const written = options.sources.writtenComposeFiles?.(text)[index] ?? ''
      const read: Files['read'] = (file) => (file === path ? { ok: true, text: written } : files.read(file))
      const document = parseComposeProject(spec, { ...files, read }, options)
      const problems = document.problems.map((problem): Problem => (problem.level === 'error' ? { ...problem, level: 'note' } : problem))
      return { ...document, problems, texts: new Map([...document.texts, [path, text]]) }
    },
  }
}

function composeUnit(project: ProjectSpec, io: Files, options: ComposeOptions, isIgnored: (path: string) => boolean): Unit {
  const found: ProjectSpec = project.files.some((file) => options.deployed.has(file)) ? { ...project, isDeployed: true } : project
  const variant: Override | undefined = found.overlay === undefined ? undefined : { file: found.overlay, variant: true }
  const override = options.fixInto === 'override' ? overrideOf(found, io, isIgnored) : variant
  const spec = override ? { ...found, override } : found
  const unitOf = (each: ProjectSpec): Unit => ({
    file: each.files[0] ?? each.directory,
    readsOthers: (files) => each.files.length > 1 || each.override !== undefined || each.files.some((file) => mayReadOthers(file, files)),
    parse: (files) => parseComposeProject(each, files, options),
  })
  // An override is read with nothing else.
  const reaches = options.fixInto === 'override' ? [] : (found.reaches ?? [])
  return { ...unitOf(spec), reaches: reaches.map((each) => ({ unit: unitOf(each), what: whatReads(each, found) })) }
}

function whatReads({ overlay, files }: ProjectSpec, { files: [, override = ''] }: ProjectSpec): string {
  return overlay === undefined ? `${fileName(files[0] ?? '')} without ${fileName(override)}` : fileName(overlay)
}
