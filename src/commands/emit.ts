import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { leadsOut } from '../discover/links.ts'
import { describeSystemError } from '../discover/system-error.ts'
import { loadFormatter } from '../report/load.ts'
import type { FormatContext, LintResult } from '../report/result.ts'
import { terminalOutput, writeOut } from './streams.ts'
import { UsageError } from './usage-error.ts'
import type { Output } from './words-of.ts'

/** Renders the results once for each output and writes them; standard output last, so that a failing file shows first. */
export async function emit(
  results: readonly LintResult[],
  context: Omit<FormatContext, 'color'>,
  outputs: readonly Output[],
  colorOnTerminal: boolean,
): Promise<void> {
  const ordered = [...outputs].sort((a, b) => Number(a.file === undefined) - Number(b.file === undefined))
  for (const { format, file } of ordered) {
    const loaded = await loadFormatter(format, context.cwd)
    if (!loaded.ok) throw new UsageError(loaded.why)
    // A named format or file gets the whole report; so does a pipe, which has no rows, and pre-commit, whose terminal has 0.
    const rows = format === undefined && file === undefined ? terminalOutput()?.rows || undefined : undefined
    const formatted = await loaded.format(results, {
      ...context,
      ...(rows === undefined ? {} : { rows }),
      color: colorOnTerminal && file === undefined,
    })
    if (!formatted.ok) throw new UsageError(formatted.why)
    const { text } = formatted
    await writeOutput(text, file === undefined ? undefined : resolve(context.cwd, file), context.root)
  }
}

/** Writes one report to a file, or to standard output with a line end. Makes the folders of the file; follows no link out of `root`. */
export async function writeOutput(text: string, path: string | undefined, root: string): Promise<void> {
  if (path === undefined) {
    await writeOut(text.endsWith('\n') || text === '' ? text : `${text}\n`)
    return
  }
  try {
    mkdirSync(dirname(path), { recursive: true })
    const why = leadsOut(path, existsSync(path) ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path)), root)
    if (why !== undefined) throw new UsageError(`${path} ${why}`)
    writeFileSync(path, text)
  } catch (error) {
    throw new UsageError(`${path} ${describeSystemError(error, 'written')}`)
  }
}

/** Whether to use colours: FORCE_COLOR and NO_COLOR decide (no-color.org, force-color.org), else whether output is a terminal. */
export function wantsColor(env: NodeJS.ProcessEnv): boolean {
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  return env.TERM !== 'dumb' && terminalOutput() !== undefined
}
