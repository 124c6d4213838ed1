import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import type { Problem } from '../model/finding.ts'
import { isProjectName, SOURCES, sourceByName } from '../sources/registry.ts'
import { readHead } from './files.ts'

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
const CANDIDATES = oneGlob([...new Set(SOURCES.flatMap(({ isDocumentation, globs }) => (isDocumentation ? [] : globs)))])
const DOCUMENTATION = SOURCES.flatMap(({ isDocumentation, globs }) => (isDocumentation ? globs : []))

/** The same globs with those of plain names in one: each entry of a folder is compared with every glob, and braces would be one each. */
function oneGlob(globs: readonly string[]): string[] {
  const [names, others] = [/^\*\*\/(?=[^/!]+$)/, /^(?!\*\*\/[^/!]+$)/].map((pattern) => globs.filter((glob) => pattern.test(glob)))
  const choices = names?.map((glob) => glob.slice('**/'.length).replaceAll('{', '@(').replaceAll(',', '|').replaceAll('}', ')')) ?? []
  return [`**/@(${choices.join('|')})`, ...(others ?? [])]
}

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
      const isGitIgnored = options.gitignore ? (await import('./gitignore.ts')).gitIgnore(path, readGitignore) : () => false
      for (const file of await walkDirectory(path, options, isGitIgnored))
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

/** Gives whether a walk of the paths leaves out a file, existing or not. A .gitignore leaves out no path that is named. */
export async function ignoreTest(paths: readonly string[], { cwd, ignore, gitignore }: WalkOptions): Promise<(path: string) => boolean> {
  const isIgnored = await ignorer(ignore)
  if (!gitignore) return isIgnored
  const { gitIgnore } = await import('./gitignore.ts')
  const named = new Set(paths.map((given) => resolve(cwd, given)))
  const folders = new Set([...named].map((path) => (kindOf(path) === 'directory' ? path : dirname(path))))
  const tests = [...folders].map((folder) => gitIgnore(folder, readGitignore))
  return (path) => isIgnored(path) || (!named.has(path) && tests.some((test) => test(path, false)))
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

/** The text of a .gitignore, undefined for none. */
function readGitignore(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** Whether a path is left out by a .gitignore. */
type GitIgnored = (path: string, isDirectory: boolean) => boolean

async function walkDirectory(directory: string, options: WalkOptions, isGitIgnored: GitIgnored): Promise<string[]> {
  // Nothing else runs at the same time, and each asynchronous answer costs a turn of the event loop.
  const { globbySync } = await import('globby')
  // The pattern `**` matches no line break, so folders with one in their name are walked separately.
  const missed: string[] = []
  // globby would read the tree twice, and compare every path with the patterns of every .gitignore: what is ignored is not entered.
  const entered = (path: string, settings: { readonly withFileTypes: true }) =>
    readdirSync(path, settings).filter((entry) => {
      if (!entry.isDirectory()) return true
      const inner = join(path, entry.name)
      if (isGitIgnored(inner, true)) return false
      if (/[\r\n]/.test(entry.name)) missed.push(inner)
      return true
    })
  const entries = globbySync(options.markdown ? [...CANDIDATES, ...DOCUMENTATION] : CANDIDATES, {
    cwd: directory,
    absolute: true,
    dot: true,
    onlyFiles: false,
    markDirectories: true,
    expandDirectories: false,
    followSymbolicLinks: false,
    suppressErrors: true,
    fs: { readdirSync: entered as typeof readdirSync },
    // Globs of this directory keep the walk out of whole trees; those of other directories are applied to its result.
    ignore: [...NEVER, ...options.ignore.flatMap((ignore) => (ignore.directory === directory ? ignore.globs : []))],
  })
  const found = entries.filter((entry) => entry.endsWith('/') || !isGitIgnored(entry, false)).flatMap(keep)
  for (const folder of missed) found.push(...(await walkDirectory(folder, options, isGitIgnored)))
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
