import { existsSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import type { Problem } from '../model/finding.ts'
import { isComposeName } from '../sources/compose/classify.ts'
import { readHead } from './files.ts'

/** A file to look at. `explicit`: named by the user, so content alone decides; else found by its name. */
export interface FoundFile {
  readonly path: string
  readonly explicit: boolean
}

export interface WalkOptions {
  readonly cwd: string
  /** Globs, relative to cwd, of files to leave out. */
  readonly ignore: readonly string[]
  /** Look at Markdown files too. */
  readonly markdown?: boolean
  /** Read .gitignore files. */
  readonly gitignore: boolean
}

/**
 * Names that may hold containers; content decides later. Any YAML file may be a Compose file, extensionless files may be scripts.
 * `node_modules`, `.git` and vendored Go modules (`vendor/example.com/…`) are never entered.
 */
const CANDIDATES = [
  '**/*.{yml,yaml}',
  '**/*.{sh,bash,ksh,zsh}',
  '**/{Makefile,makefile,GNUmakefile,justfile,Justfile,.justfile}',
  '**/*.{mk,just}',
  '**/package.json',
  '**/{devcontainer,.devcontainer}.json',
  '**/*.{service,container}',
  '**/{Dockerfile,Containerfile}',
  '**/{Dockerfile,Containerfile}.*',
  '**/*.{Dockerfile,dockerfile,Containerfile}',
  '**/!(*.*)',
]

const NEVER = ['**/node_modules/**', '**/.git/**', '**/.hg/**', '**/.svn/**', '**/vendor/bundle/**', '**/vendor/*.*/**']

/** The files behind the paths of the command line, sorted, each once. Directories are walked with globby, loaded only then. */
export async function walk(paths: readonly string[], options: WalkOptions): Promise<{ files: FoundFile[]; problems: Problem[] }> {
  const problems: Problem[] = []
  const found = new Map<string, FoundFile>()
  for (const given of paths) {
    const path = resolve(options.cwd, given)
    const kind = kindOf(path)
    if (kind === 'missing') {
      problems.push({ level: 'error', file: path, message: 'does not exist', hint: 'check the path' })
    } else if (kind === 'directory' && !isComposeName(basename(path))) {
      for (const file of await walkDirectory(path, options)) if (!found.has(file)) found.set(file, { path: file, explicit: false })
    } else {
      // A directory called compose.yml is most likely a bind mount gone wrong: it is reported by the reader, not walked.
      found.set(path, { path, explicit: true })
    }
  }
  const files = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
  return { files, problems }
}

async function walkDirectory(directory: string, options: WalkOptions): Promise<string[]> {
  const { globby } = await import('globby')
  return globby(options.markdown ? [...CANDIDATES, '**/*.{md,markdown}'] : CANDIDATES, {
    cwd: directory,
    absolute: true,
    dot: true,
    onlyFiles: false,
    markDirectories: true,
    followSymbolicLinks: false,
    suppressErrors: true,
    gitignore: options.gitignore,
    ignore: [...NEVER, ...options.ignore],
  }).then((entries) => entries.flatMap(keep))
}

/** Directories only where their name says Compose file; names without a dot that are no well-known file only where a shebang says script. */
function keep(entry: string): string[] {
  if (entry.endsWith('/')) return isComposeName(basename(entry)) ? [entry.slice(0, -1)] : []
  const name = basename(entry)
  if (name.includes('.') || /^(?:GNU)?makefile$|^justfile$|^(?:docker|container)file$/i.test(name)) return [entry]
  return readHead(entry, 2) === '#!' ? [entry] : []
}

function kindOf(path: string): 'missing' | 'directory' | 'other' {
  try {
    return statSync(path).isDirectory() ? 'directory' : 'other'
  } catch {
    // A dangling link exists as a link; reading it will say what is wrong.
    return existsSync(path) ? 'other' : 'missing'
  }
}
