import fs, { existsSync, statSync } from 'node:fs'
import { basename, dirname, relative, resolve, sep } from 'node:path'
import type { Problem } from '../model/finding.ts'
import { isProjectName, SOURCES, sourceByName } from '../sources/registry.ts'
import { readHead } from './files.ts'
import { COSTLY, withoutCostly } from './glob-cost.ts'

/** A file to look at. `explicit`: named by the user, so only its content decides; else found by its name. */
export interface FoundFile {
  readonly path: string
  readonly explicit: boolean
}

/** Globs with the directory that they are relative to. */
export interface IgnoreGlobs {
  readonly directory: string
  readonly globs: readonly string[]
}

export interface WalkOptions {
  readonly cwd: string
  /** Globs of files to leave out, even if the user names them: pre-commit names every file that changes. */
  readonly ignore: readonly IgnoreGlobs[]
  /** Look at Markdown files too. */
  readonly markdown?: boolean
  /** Read .gitignore files. */
  readonly gitignore: boolean
}

/** Names of files that may hold containers; their content decides later. */
const CANDIDATES = [...new Set(SOURCES.flatMap(({ isDocumentation, globs }) => (isDocumentation ? [] : globs)))]
const DOCUMENTATION = SOURCES.flatMap(({ isDocumentation, globs }) => (isDocumentation ? globs : []))

/** `node_modules`, `.git` and vendored Go modules (`vendor/example.com/…`) are never entered. */
const NEVER = ['**/node_modules/**', '**/.git/**', '**/.hg/**', '**/.svn/**', '**/vendor/bundle/**', '**/vendor/*.*/**']

/** Suggestions for a path that does not exist. */
function hintFor(path: string): string {
  if (/[*?{[]/.test(path)) return 'name folders or files; patterns are read by the shell'
  return /^\w+$/.test(basename(path)) ? 'check the path; `dockseal --help` lists the commands' : 'check the path'
}

/** What a walk found; `ignored` are files that the user named and that `ignore` leaves out. */
export interface Walked {
  readonly files: readonly FoundFile[]
  readonly ignored: readonly string[]
  readonly problems: readonly Problem[]
}

/** The files behind the paths of the command line, sorted, each once. Directories are walked with globby, loaded only then. */
export async function walk(paths: readonly string[], options: WalkOptions): Promise<Walked> {
  const problems: Problem[] = []
  const isIgnored = await ignorer(options.ignore)
  const found = new Map<string, FoundFile>()
  for (const given of paths) {
    const path = resolve(options.cwd, given)
    const kind = kindOf(path)
    if (kind === 'missing') {
      problems.push({ level: 'error', file: path, message: 'does not exist', hint: hintFor(given) })
    } else if (kind === 'directory' && !isProjectName(basename(path))) {
      for (const file of await walkDirectory(path, options, (problem) => problems.push(problem)))
        if (!found.has(file)) found.set(file, { path: file, explicit: false })
    } else {
      // A directory named compose.yml is most likely a failed bind mount: it is not walked, and the reader reports it.
      found.set(path, { path, explicit: true })
    }
  }
  const files = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  const ignored = files.flatMap(({ path, explicit }) => (explicit && isIgnored(path) ? [path] : []))
  return { files: files.filter(({ path }) => !isIgnored(path)), ignored, problems }
}

/**
 * Gives a function that says whether a walk of the paths leaves out a file, existing or not. A .gitignore leaves out no path that is named.
 */
export async function ignoreTest(paths: readonly string[], { cwd, ignore, gitignore }: WalkOptions): Promise<(path: string) => boolean> {
  const isIgnored = await ignorer(ignore)
  if (!gitignore) return isIgnored
  const { isGitIgnored } = await import('globby')
  const named = new Set(paths.map((given) => resolve(cwd, given)))
  // For a file, .gitignore files of its folder and of those above it in the repository count; for a folder, also those below it.
  const folders = new Map<string, { readonly deep?: number }>()
  for (const path of named) {
    if (kindOf(path) === 'directory') folders.set(path, {})
    else if (!folders.has(dirname(path))) folders.set(dirname(path), { deep: 0 })
  }
  const tests = await Promise.all(
    [...folders].map(([folder, options]) => isGitIgnored({ cwd: folder, suppressErrors: true, fs: ignoreFiles(), ...options })),
  )
  return (path) => isIgnored(path) || (!named.has(path) && tests.some((test) => test(path)))
}

/** Whether a path is left out. Globs apply only below their directory: never to `../x`. */
async function ignorer(ignore: readonly IgnoreGlobs[]): Promise<(path: string) => boolean> {
  const used = ignore.filter(({ globs }) => globs.length > 0)
  if (used.length === 0) return () => false
  const { compileGlobs } = await import('./globs.ts')
  const tests = used.map(({ directory, globs }) => {
    const matches = compileGlobs(globs)
    return (path: string) => matches(relative(directory, path).split(sep).join('/'))
  })
  return (path) => tests.some((test) => test(path))
}

/**
 * The file system through which globby reads .gitignore files, without the lines that are costly to match, since these files are untrusted.
 * `note` gets these lines.
 */
function ignoreFiles(note: (problem: Problem) => void = () => {}) {
  const cheap = (file: string, text: string) =>
    withoutCostly(text, (offset) => note({ level: 'note', file, offset, message: `${COSTLY}; it leaves nothing out here`, hint: DROPPED }))
  return {
    ...fs,
    readFileSync: ((path: string, encoding: 'utf8') => cheap(path, fs.readFileSync(path, encoding))) as typeof fs.readFileSync,
    promises: {
      ...fs.promises,
      readFile: (async (path: string, encoding: 'utf8') =>
        cheap(path, await fs.promises.readFile(path, encoding))) as typeof fs.promises.readFile,
    },
  }
}

const DROPPED = 'write it simpler, or leave the files out with --ignore-pattern'

async function walkDirectory(directory: string, options: WalkOptions, note: (problem: Problem) => void): Promise<string[]> {
  // Nothing else runs at the same time, and each asynchronous answer costs a turn of the event loop.
  const { globbySync } = await import('globby')
  // The pattern `**` matches no line break, so folders with one in their name are walked separately.
  const missed: string[] = []
  const readdirSync = ((path: string, settings: { readonly withFileTypes: true }) => {
    const entries = fs.readdirSync(path, settings)
    for (const entry of entries) if (/[\r\n]/.test(entry.name) && entry.isDirectory()) missed.push(resolve(path, entry.name))
    return entries
  }) as typeof fs.readdirSync
  const entries = globbySync(options.markdown ? [...CANDIDATES, ...DOCUMENTATION] : CANDIDATES, {
    cwd: directory,
    absolute: true,
    dot: true,
    onlyFiles: false,
    markDirectories: true,
    followSymbolicLinks: false,
    suppressErrors: true,
    fs: { ...ignoreFiles(note), readdirSync },
    gitignore: options.gitignore,
    // Globs of this directory keep the walk out of whole trees; those of other directories are applied to its result.
    ignore: [...NEVER, ...options.ignore.flatMap((ignore) => (ignore.directory === directory ? ignore.globs : []))],
  })
  const found = entries.flatMap(keep)
  for (const folder of missed) found.push(...(await walkDirectory(folder, options, note)))
  return found
}

/** A directory counts only if it has the name of a Compose file; a file with an unknown name and no extension only if it has a shebang. */
function keep(entry: string): string[] {
  if (entry.endsWith('/')) return isProjectName(basename(entry)) ? [entry.slice(0, -1)] : []
  const name = basename(entry)
  if (name.includes('.', 1) || sourceByName(name) !== undefined) return [entry]
  return readHead(entry, 2) === '#!' ? [entry] : []
}

function kindOf(path: string): 'missing' | 'directory' | 'other' {
  try {
    return statSync(path).isDirectory() ? 'directory' : 'other'
  } catch {
    // A dangling link exists as a link; reading it gives the error.
    return existsSync(path) ? 'other' : 'missing'
  }
}
