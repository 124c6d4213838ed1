import { type Options, UsageError } from './options.ts'

const READING: readonly string[] = [
  'config',
  'no-config',
  'compose-file',
  'format',
  'ignore-pattern',
  'no-ignore',
  'env-from-shell',
  'markdown',
  'stdin-filename',
  'json',
  'rule',
  'preset',
  'output-file',
  'evidence',
]

/** The options of commands that take few. */
const TAKEN: Partial<Readonly<Record<Options['command'], readonly string[]>>> = {
  show: READING,
  'explain-plan': READING,
  rules: ['cis', 'json', 'format', 'output-file'],
  explain: ['json', 'format', 'output-file'],
  init: ['json', 'format', 'output-file'],
}

/** The options that the other two do not take. */
const NOT_TAKEN: Partial<Readonly<Record<Options['command'], readonly string[]>>> = {
  lint: ['all-contexts', 'context', 'host', 'watch', 'report', 'cis'],
  audit: ['cis', 'compose-file', 'stdin-filename', 'changed-since', 'markdown', 'no-error-on-unmatched-pattern'],
}

/** What a command would ignore in silence is a mistake. The options of reports have sentences of their own. Throws a UsageError. */
export function refuseIgnored({ command, given }: Options): void {
  for (const name of given) {
    if (name === 'cwd' || name === 'help' || name === 'version') continue
    const isTaken = TAKEN[command]?.includes(name) ?? !(NOT_TAKEN[command]?.includes(name) ?? false)
    if (!isTaken) throw new UsageError(`${command === 'lint' ? 'linting files' : command} does not take --${name}; see dockseal --help`)
  }
}
