import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { repositoryRoot } from './git.ts'

export interface Changed {
  readonly ok: true
  /** Absolute paths, including those of deleted files. */
  readonly files: ReadonlySet<string>
  readonly has: (file: string) => boolean
}

type Run = (directory: string, args: readonly string[], programs: readonly string[]) => string[]

/** Nothing is fetched for a comparison: a partial clone's remote may be a program (`ext::`), and its configuration may allow that. */
const NO_FETCH = { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none', GIT_TERMINAL_PROMPT: '0' }

/** A file system monitor, and what a filter of the configuration runs when files are compared. */
const PROGRAM = /^filter\.[\s\S]*\.(?:clean|smudge|process)$/

/** The keys in the configuration of the repository and its submodules that name a program. Reading a configuration runs nothing. */
function configuredPrograms(root: string, run: Run): readonly string[] {
  const names = new Set<string>()
  const queue = [root]
  for (const directory of queue) {
    for (const name of run(directory, ['config', '--list', '--name-only', '-z'], [])) if (PROGRAM.test(name)) names.add(name)
    const staged = run(directory, ['ls-files', '--stage', '-z'], [])
    const modules = staged.flatMap((line) => (line.startsWith('160000 ') ? [resolve(directory, line.slice(line.indexOf('\t') + 1))] : []))
    queue.push(...modules.filter((module) => existsSync(join(module, '.git'))))
  }
  return [...names]
}

/** The environment for git, with settings that keep it from running programs of the linted tree. They override every configuration file. */
function switchedOff(programs: readonly string[]): NodeJS.ProcessEnv {
  const filters = new Set(programs.map((name) => name.slice(0, name.lastIndexOf('.'))))
  const settings = [
    ['core.fsmonitor', 'false'],
    ...programs.map((name) => [name, '']),
    ...[...filters].map((name) => [`${name}.required`, 'false']),
  ]
  const given = Number(process.env.GIT_CONFIG_COUNT ?? 0) || 0
  const added = settings.flatMap(([key = '', value = ''], index) => [
    [`GIT_CONFIG_KEY_${given + index}`, key],
    [`GIT_CONFIG_VALUE_${given + index}`, value],
  ])
  return { ...process.env, ...NO_FETCH, ...Object.fromEntries(added), GIT_CONFIG_COUNT: String(given + settings.length) }
}

/** Names only, without programs and settings of the repository. */
const DIFF = 'diff --name-only -z --no-renames --no-ext-diff --no-textconv --ignore-submodules=none'.split(' ')

/**
 * The files of the work tree that differ from `ref`, are deleted, or are not tracked by git. For a submodule and
 * a repository inside this one git names only the folder: then all files in it count as changed.
 * Gives the error if git fails. The ref is never taken for an option, and no program of the repository's
 * configuration is run.
 */
export function changedSince(ref: string, cwd: string): Changed | { readonly ok: false; readonly why: string } {
  const root = repositoryRoot(cwd)
  if (root === undefined) return { ok: false, why: '--changed-since needs a git repository' }
  const run = (directory: string, args: readonly string[], programs: readonly string[]) =>
    execFileSync('git', [...args], {
      cwd: directory,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 2 ** 20,
      env: switchedOff(programs),
    })
      .split('\0')
      .filter((name) => name !== '')
  try {
    const programs = configuredPrograms(root, run)
    const git = (args: readonly string[]) => run(root, args, programs)
    const commit = git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`])[0]?.trim() ?? ''
    const changed = git([...DIFF, commit, '--'])
    const untracked = git(['ls-files', '--others', '--exclude-standard', '-z'])
    const files = new Set([...changed, ...untracked].map((name) => resolve(root, name)))
    const folders = [...files].filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory()).map((path) => path + sep)
    return { ok: true, files, has: (file) => files.has(file) || folders.some((folder) => file.startsWith(folder)) }
  } catch {
    return { ok: false, why: `git does not know "${ref}"; fetch it first (actions/checkout: fetch-depth: 0)` }
  }
}
