import { describeFailure } from '../../model/failure.ts'
import type { Problem } from '../../model/finding.ts'
import { fileName } from '../../text/file-name.ts'
import type { Files, ProjectOptions, Unit } from '../source.ts'
import { discoverProjects } from './discover.ts'
import { overrideOf } from './override.ts'
import { parseComposeProject } from './parse.ts'
import { type OverrideFile, type ProjectSpec, projectOf } from './project-spec.ts'

/** The projects that the user names, and those that the other Compose files form. */
export function composeUnits(files: readonly string[], io: Files, options: ProjectOptions, problems: Problem[]): readonly Unit[] {
  const named = options.projects.map((each) => projectOf(each, 'named together', io))
  const taken = new Set(named.flatMap((spec) => spec.files))
  const others = files.filter((file) => !taken.has(file))
  return [
    // A user who names the files of a project wants them, even if they are ignored.
    ...named.map((spec) => composeUnit(spec, io, options, () => false)),
    ...projectsOf(others, io, options, problems).map((spec) => composeUnit(spec, io, options, options.isIgnored ?? (() => false))),
  ]
}

/** The projects that files form; each file alone if they could not be grouped. */
function projectsOf(files: readonly string[], io: Files, options: ProjectOptions, problems: Problem[]): readonly ProjectSpec[] {
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

/** A Compose file that a script writes: the script with everything else blank. What cannot be read of it is not an error of the script. */
export function writtenUnit(path: string, writtenIn: (script: string) => string | undefined, io: Files, options: ProjectOptions): Unit {
  const spec = projectOf([path], 'written by a script', io)
  return {
    file: path,
    parse: (files) => {
      const script = files.read(path)
      const text = script.ok ? script.text : ''
      const written = writtenIn(text) ?? ''
      const read: Files['read'] = (file) => (file === path ? { ok: true, text: written } : files.read(file))
      const document = parseComposeProject(spec, { ...files, read }, options)
      const problems = document.problems.map((problem): Problem => (problem.level === 'error' ? { ...problem, level: 'note' } : problem))
      return { ...document, problems, texts: new Map([...document.texts, [path, text]]) }
    },
  }
}

function composeUnit(project: ProjectSpec, io: Files, options: ProjectOptions, isIgnored: (path: string) => boolean): Unit {
  const found: ProjectSpec = project.files.some((file) => options.deployed.has(file)) ? { ...project, isDeployed: true } : project
  const variant: OverrideFile | undefined = found.overlay === undefined ? undefined : { file: found.overlay, variant: true }
  const override = options.fixInto === 'override' ? overrideOf(found, io, isIgnored) : variant
  const spec = override ? { ...found, override } : found
  const unitOf = (each: ProjectSpec): Unit => ({
    file: each.files[0] ?? each.directory,
    readsOthers: (files) => each.files.length > 1 || each.override !== undefined || each.files.some((file) => mayReadOthers(file, files)),
    parse: (files) => parseComposeProject(each, files, options),
  })
  // An override is read with no other project.
  const reaches = options.fixInto === 'override' ? [] : (found.reaches ?? [])
  return { ...unitOf(spec), reaches: reaches.map((each) => ({ unit: unitOf(each), what: whatReads(each, found) })) }
}

function whatReads({ overlay, files }: ProjectSpec, { files: [, override = ''] }: ProjectSpec): string {
  return overlay === undefined ? `${fileName(files[0] ?? '')} without ${fileName(override)}` : fileName(overlay)
}
