import type { TextOrigin } from '../model/fact.ts'
import { absolutePath, baseName, normaliseTarget } from '../model/path.ts'
import { isProgram } from './builtins.ts'
import type { ExecutedCommand } from './executed-command.ts'
import type { ShellWord } from './words.ts'
import type { World } from './world.ts'
import { innerScript, scriptFile, unwrap } from './wrappers.ts'

/**
 * What an exec form runs, if it is a program with plain words: no shell, wrapper or builtin, and no script that `world` has. Most starts are
 * like that, and need no interpreter. Undefined for all others.
 */
export function plainProgram(words: readonly ShellWord[], origin: TextOrigin, world: World): ExecutedCommand | undefined {
  const [program, ...args] = words.map(({ value }) => value)
  if (program === undefined || !isProgram(program) || words.some(({ parts }) => parts.some(({ kind }) => kind !== 'text'))) return undefined
  if (unwrap(words).words !== words || innerScript(words, []) || scriptFile(words)) return undefined
  const path = absolutePath(program, program.includes('/') ? world.cwd : undefined)
  if (path !== undefined && world.open?.(normaliseTarget(path), origin.span)) return undefined
  return {
    name: baseName(program),
    program,
    args,
    wrappers: [],
    redirections: [],
    cwd: world.cwd,
    conditional: false,
    stops: false,
    variable: (name) => (world.variables.has(name) ? world.variables.get(name) : null),
    shell: 'sh',
    origin,
  }
}
